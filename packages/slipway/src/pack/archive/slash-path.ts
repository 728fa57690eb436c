/** Joins path elements with `/` and removes `.`, `..` and doubled separators, as Go's `path.Join` does. */
export function joinSlash(...elements: readonly string[]): string {
  const joined = elements.filter((element) => element !== "").join("/");
  if (joined === "") return "";
  const rooted = joined.startsWith("/");
  const kept: string[] = [];
  for (const part of joined.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (part !== ".." || !rooted) kept.push(part);
  }
  return (rooted ? "/" : "") + kept.join("/") || (rooted ? "/" : ".");
}

/** The part after the last `/`. */
export function baseSlash(path: string): string {
  const trimmed = path.replace(/\/+$/u, "");
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** The part before the last `/`, cleaned; `.` when there is none. */
export function dirSlash(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "." : joinSlash(path.slice(0, at + 1)) || ".";
}

/** `path` as seen from the folder `from`; both clean and relative to the same place. */
export function relativeSlash(from: string, path: string): string {
  const a = from === "." ? [] : from.split("/");
  const b = path === "." ? [] : path.split("/");
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/") || ".";
}
