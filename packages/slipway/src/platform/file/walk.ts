import {
  closeSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";

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

/** The bytes of a small file at once. Throws what the file system says, with its `code`. */
export function readBytesNow(path: string): Uint8Array {
  return readFileSync(path);
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

/** Size in bytes of a regular file, or `undefined` when there is none. */
export function fileSize(path: string): number | undefined {
  return statNow(path)?.size;
}

/** Size and last change of a regular file (symbolic links are not followed), or `undefined` when there is none. */
export function statNow(path: string): { readonly size: number; readonly mtimeMs: number } | undefined {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? { size: stat.size, mtimeMs: stat.mtimeMs } : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds since the epoch when what has this path changed (symbolic links are not followed), or `undefined` when it cannot be told. */
export function lastChange(path: string): number | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;
  } catch {
    return undefined;
  }
}

/** Makes a file that did not change for so many milliseconds as old as now, where that can be done. */
export function markUsedNow(path: string, age: number): void {
  try {
    const now = Date.now();
    if (now - statSync(path).mtimeMs > age) utimesSync(path, now / 1000, now / 1000);
  } catch {
    // Gone, or not ours.
  }
}

/** Removes a file or a folder with all that is in it at once, where that can be done. */
export function removeNow(path: string): void {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch {
    // In use, or not ours.
  }
}

/** Whether what is there belongs to the user that we are (symbolic links are not followed). */
export function isOurs(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

/** Paths of everything below a folder that is not itself a folder, relative to it with `/` separators, sorted in each folder. */
export function* filesBelow(folder: string, prefix = ""): Generator<string> {
  for (const entry of listFolder(join(folder, prefix))) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.type === "folder") yield* filesBelow(folder, path);
    else yield path;
  }
}

/** Absolute paths of a folder and of every folder below it: a listing of each shows whatever comes. */
export function foldersFrom(folder: string): string[] {
  const inner = listFolder(folder).filter(({ type }) => type === "folder");
  return [folder, ...inner.flatMap(({ name }) => foldersFrom(join(folder, name)))];
}

/** Bytes of all files below a folder. */
export function folderBytes(folder: string): number {
  let bytes = 0;
  for (const path of filesBelow(folder)) bytes += fileSize(join(folder, path)) ?? 0;
  return bytes;
}
