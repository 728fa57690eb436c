import { closeSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync } from "node:fs";

/** One entry of a folder. Symbolic links are `other`: they are not followed. */
export interface FolderEntry {
  readonly name: string;
  readonly type: "file" | "folder" | "other";
}

/** The entries of a folder sorted by code unit; none when it cannot be read. */
export function listFolder(path: string): FolderEntry[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .map(
        (entry) =>
          ({ name: entry.name, type: entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other" }) as const,
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** The text of a small file at once, or `undefined` when it cannot be read. */
export function readTextNow(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** The first `limit` bytes of a file as text, or `undefined` when it cannot be read. */
export function readHead(path: string, limit: number): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const bytes = Buffer.allocUnsafe(limit);
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, limit, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** What a path leads to, symbolic links followed. */
export function pathType(path: string): "file" | "folder" | "other" | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
  } catch {
    return undefined;
  }
}

/** The path with every symbolic link resolved, or `undefined` when nothing is there. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
