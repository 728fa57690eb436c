import { constants, mkdirSync, promises as fs, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isErrno } from "./errno.ts";

/** The mark of every temporary file that we write beside its final name, so that a later run can sweep what a crash left. */
export const TEMPORARY_MARK = ".slipway-tmp-";

let temporaries = 0;

/** A name in the same folder as `path` that no other process or call uses: a rename from it is atomic. `end` ends it. */
export function temporaryBeside(path: string, end = ""): string {
  temporaries += 1;
  return join(dirname(path), `.${basename(path).slice(0, 100)}${TEMPORARY_MARK}${process.pid}-${temporaries}${end}`);
}

/** The text of a UTF-8 file, or `undefined` where there is none. Other failures are thrown. */
export async function readTextIfExists(path: string): Promise<string | undefined> {
  const bytes = await readBytesIfExists(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/**
 * The bytes of a file, or `undefined` where there is none. Other failures are thrown.
 *
 * A plain array, no `Buffer`: whose `slice` shares memory where every other array's copies it.
 */
export async function readBytesIfExists(path: string): Promise<Uint8Array | undefined> {
  try {
    const buffer = await fs.readFile(path);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

/** Adds text to the end of a file, which is made when it is missing. */
export async function appendText(path: string, text: string): Promise<void> {
  await fs.appendFile(path, text);
}

/** How a file is put in place. `mode` is what the file gets whatever the umask says. */
export interface PlaceOptions {
  readonly mode?: number;
  /** What the temporary name ends in, where somebody else sweeps by names. */
  readonly temporaryEnd?: string;
}

/**
 * Writes a file so that any reader, and any crash, sees either the old content or the new one: a temporary name in the
 * same folder, then a rename. The folder is made when it is missing.
 *
 * @throws the system's error (`ENOSPC`, `EACCES`, `EROFS` ...); the temporary file is gone then.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: PlaceOptions = {},
): Promise<void> {
  await place(path, options, (temporary) => fs.writeFile(temporary, data, { flag: "wx" }));
}

/**
 * Copies a file atomically, sharing blocks with the source where the file system can (reflink).
 *
 * @throws the system's error; the temporary file is gone then.
 */
export async function copyFile(from: string, to: string, options: PlaceOptions = {}): Promise<void> {
  await place(to, options, async (temporary) => {
    await fs.copyFile(from, temporary, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    // The copy carries the source's mode: make it ours before it can be written to or renamed.
    if (options.mode === undefined) await fs.chmod(temporary, 0o644);
  });
}

async function place(path: string, options: PlaceOptions, fill: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = temporaryBeside(path, options.temporaryEnd);
  try {
    try {
      await fill(temporary);
    } catch (error) {
      if (!isErrno(error, "ENOENT")) throw error;
      await ensureFolder(dirname(path));
      await fill(temporary);
    }
    if (options.mode !== undefined) await fs.chmod(temporary, options.mode);
    await rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Renames over whatever is there. On Windows a scanner may hold the file for a moment, so it is tried again. */
export async function rename(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fs.rename(from, to);
    } catch (error) {
      if (process.platform !== "win32" || attempt > 8 || !isErrno(error, "EPERM", "EACCES", "EBUSY")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt));
    }
  }
}

/**
 * Makes a folder and those above it. Not Node's own recursive form: that one hides why a folder cannot be made on a
 * read-only disk, and never ends in a file system that has no room for new names, such as /proc.
 */
export async function ensureFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) await ensureFolder(above);
  try {
    await fs.mkdir(path);
  } catch (error) {
    // Somebody else may have made it in between.
    if (!isErrno(error, "EEXIST") || !(await isFolder(path))) throw error;
  }
}

/** The same without waiting. */
export function ensureFolderSync(path: string): void {
  const isThere = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isThere()) return;
  const above = dirname(path);
  if (above !== path) ensureFolderSync(above);
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isErrno(error, "EEXIST") || !isThere()) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await fs.stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Removes a file or a whole tree; nothing there is no error. Never follows symbolic links out of the tree. */
export async function removeTree(path: string): Promise<void> {
  try {
    await fs.rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!isErrno(error, "EACCES", "EPERM")) throw error;
    // Module caches and the like are read-only folders: open them up and try once more.
    await openFolders(path);
    await fs.rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function openFolders(path: string): Promise<void> {
  const stat = await fs.lstat(path);
  if (!stat.isDirectory()) return;
  await fs.chmod(path, 0o700);
  for (const name of await fs.readdir(path)) await openFolders(join(path, name));
}

/** Whether something is at this path (a broken symbolic link counts). */
export async function exists(path: string): Promise<boolean> {
  try {
    await fs.lstat(path);
    return true;
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}

/** Sets when a file was last changed, in Unix seconds. */
export async function setFileTime(path: string, seconds: number): Promise<void> {
  await fs.utimes(path, seconds, seconds);
}

/** Marks a file as used now. */
export async function touch(path: string): Promise<void> {
  const now = new Date();
  await fs.utimes(path, now, now);
}

/** Moves a file: it takes the place of `to` atomically (by way of a copy where that is another file system). */
export async function moveFile(from: string, to: string, mode: number): Promise<void> {
  await fs.chmod(from, mode);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (isErrno(error, "EXDEV")) {
        const { atime, mtime } = await fs.stat(from);
        await copyFile(from, to, { mode });
        await fs.utimes(to, atime, mtime);
        return await fs.rm(from, { force: true });
      }
      if (attempt > 1 || !isErrno(error, "ENOENT")) throw error;
      await ensureFolder(dirname(to));
    }
  }
}

/** Makes a symbolic link that says `target`, as it is written. */
export async function makeSymlink(target: string, path: string): Promise<void> {
  await fs.symlink(target, path);
}

/** Removes a folder if nothing is in it. */
export async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await fs.rmdir(path);
  } catch (error) {
    if (!isErrno(error, "ENOENT", "ENOTEMPTY", "EEXIST", "ENOTDIR")) throw error;
  }
}

/** Makes a symbolic link to a file; one that is there already stays. */
export async function linkFile(from: string, to: string): Promise<void> {
  try {
    await fs.symlink(from, to);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
}
