/** Makes an absolute path without `.` and `..` out of the parts, as Node's `path.resolve` does on Unix. */
export function resolvePath(cwd: string, ...parts: readonly string[]): string {
  let path = cwd;
  for (const part of parts) path = part.startsWith("/") ? part : `${path}/${part}`;
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}
