import { dirname } from "node:path";
import { pathType } from "./walk.ts";

/** Whether something that is no folder stands where this folder, or one above it, should be. */
export function isBlocked(folder: string): boolean {
  const type = pathType(folder);
  if (type !== undefined) return type !== "folder";
  const above = dirname(folder);
  return above !== folder && isBlocked(above);
}
