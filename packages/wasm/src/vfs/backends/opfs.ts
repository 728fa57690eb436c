import type { Backend } from "../backend.ts";
import { FsError } from "../fs-error.ts";
import { posixError } from "./browser-errors.ts";
import { Journal } from "./opfs/journal.ts";
import { OpfsFiles } from "./opfs/opfs-files.ts";
import { Pool } from "./opfs/pool.ts";
import type { SyncFile } from "./opfs/sync-file.ts";

/** Settings of `opfs`. */
export interface OpfsOptions {
  /** How many files are held open for the next large files of the program. */
  readonly spare?: number;
}

/** The files, and how to let go of them. */
export interface Opfs extends Backend {
  /** Writes everything to the disk. */
  flush(): void;
  /** Writes everything and lets go, so that another tab or worker can open the directory. */
  close(): void;
}

/** How long a directory is waited for that a page just left still holds, in steps of 100 ms. */
const PATIENCE = 5;

/**
 * A whole file system, kept in a directory of the page's private file system: synchronous, with links, exact times and files
 * that stay after a reload. What is in the directory is not meant for other programs: large files have a file of their own under a
 * number, small ones share one, and a journaled index tells which is which. It works in dedicated workers only.
 *
 * ```ts
 * const root = await navigator.storage.getDirectory();
 * const files = new Vfs(await opfs(await root.getDirectoryHandle("home", { create: true })));
 * ```
 *
 * @throws FsError EBUSY when another tab or worker has the directory open, ENOTSUP outside of dedicated workers
 */
export async function opfs(directory: FileSystemDirectoryHandle, { spare = 4 }: OpfsOptions = {}): Promise<Opfs> {
  const open = (name: string): Promise<SyncFile> => openSyncFile(directory, name);
  const first = await lock(directory.name, () => open("index-0"));
  const held: SyncFile[] = [first];
  try {
    const second = await open("index-1");
    held.push(second);
    const pool = new Pool(async (slot) => {
      const file = await open(`data-${slot}`);
      held.push(file);
      return file;
    }, spare);
    return await OpfsFiles.load(new Journal([first, second]), pool);
  } catch (error) {
    for (const file of held) file.close();
    throw posixError(error);
  }
}

/** Opens the file whose one sync handle is the lock of the directory. */
async function lock(name: string, open: () => Promise<SyncFile>): Promise<SyncFile> {
  for (let left = PATIENCE; ; left--) {
    try {
      return await open();
    } catch (error) {
      if ((error as FsError).code !== "EBUSY") throw error;
      if (left === 0) {
        throw new FsError(
          "EBUSY",
          `the files in "${name}" are open in another tab or worker; close it, or use another directory`,
        );
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What TypeScript's library for pages does not know. */
interface SyncFileHandle {
  createSyncAccessHandle?(): Promise<SyncFile>;
}

async function openSyncFile(directory: FileSystemDirectoryHandle, name: string): Promise<SyncFile> {
  try {
    const handle = (await directory.getFileHandle(name, { create: true })) as SyncFileHandle;
    if (handle.createSyncAccessHandle === undefined) {
      throw new FsError("ENOTSUP", "synchronous files exist in dedicated workers only");
    }
    return posixFile(await handle.createSyncAccessHandle());
  } catch (error) {
    throw posixError(error);
  }
}

/** The same file with POSIX errors, of which a full disk is the one that happens. */
function posixFile(file: SyncFile): SyncFile {
  function attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw posixError(error);
    }
  }
  return {
    read: (into, options) => file.read(into, options),
    write: (from, options) => attempt(() => file.write(from, options)),
    truncate: (size) => attempt(() => file.truncate(size)),
    flush: () => attempt(() => file.flush()),
    getSize: () => file.getSize(),
    close: () => file.close(),
  };
}
