/** The host's rules for paths, for rooms that must not touch Node themselves. */
export { basename, delimiter, dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";

import { sep } from "node:path";

/** A path of this host with `/` separators. */
export function toSlash(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
