/**
 * Why a member's name (or a folder's, without the `/` at its end) must not be written or unpacked, or `undefined` when
 * it is safe on every system: relative, with `/` separators, staying inside, with nothing that Windows reads otherwise.
 */
export function nameFault(name: string): string | undefined {
  if (name === "") return "it is empty";
  if (name.includes("\0")) return "it holds a NUL";
  if (name.startsWith("/")) return "it is absolute";
  if (name.includes("\\")) return "it holds a backslash, which is a separator on Windows";
  if (/^[A-Za-z]:/u.test(name)) return "it begins with a drive letter";
  for (const part of name.split("/")) {
    if (part === "..") return 'it leaves the folder with ".."';
    if (part === "" || part === ".") return `it holds an empty or "." path element`;
  }
  return undefined;
}

/** Why a symbolic link must not be unpacked, or `undefined` when it stays inside the archive's folder. */
export function linkFault(name: string, link: string): string | undefined {
  if (link === "") return "it points nowhere";
  if (link.includes("\0")) return "its target holds a NUL";
  if (link.includes("\\")) return "its target holds a backslash";
  if (link.startsWith("/") || /^[A-Za-z]:/u.test(link)) return "its target is absolute";
  let depth = name.split("/").length - 1;
  for (const part of link.split("/")) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return "its target leaves the folder";
  }
  return undefined;
}
