import { FsError } from "../../fs-error.ts";
import { posixError } from "../browser-errors.ts";
import { Journal } from "./journal.ts";
import { OpfsFiles } from "./opfs-files.ts";
import { Pool } from "./pool.ts";
import type { Opfs, OpfsOptions } from "./shapes.ts";
import type { SyncFile } from "./sync-file.ts";

/** How long a directory is waited for that a page just left still holds, in steps of 100 ms. */
const PATIENCE = 5;

/** See `opfs`. */
export async function openOpfs(directory: FileSystemDirectoryHandle, { spare = 4 }: OpfsOptions): Promise<Opfs> {
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
