import { promises as fs } from "node:fs";
import { isErrno } from "./errno.ts";

/** What a path is, without following it. */
export interface FileHead {
  readonly type: "file" | "folder" | "symlink" | "other";
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Where a symbolic link points, with `/` separators. */
  readonly link?: string;
}

/** Looks at a path without following it; `undefined` when nothing is there. */
export async function fileHead(path: string): Promise<FileHead | undefined> {
  try {
    const stat = await fs.lstat(path);
    const head = { size: stat.size, mode: stat.mode & 0o7777 };
    if (stat.isSymbolicLink()) {
      const link = await fs.readlink(path);
      return { type: "symlink", ...head, link: process.platform === "win32" ? link.replaceAll("\\", "/") : link };
    }
    return { type: stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other", ...head };
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
