import { promises as fs } from "node:fs";
import { isErrno } from "./errno.ts";

/**
 * What tells one file from another that took its place under the same name: inode, time of birth and size. Touching or
 * changing the mode does not change it. `undefined` when there is no file.
 */
export async function fileIdentity(path: string): Promise<string | undefined> {
  try {
    const stat = await fs.stat(path, { bigint: true });
    return `${stat.dev}:${stat.ino}:${stat.birthtimeNs}:${stat.size}`;
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
