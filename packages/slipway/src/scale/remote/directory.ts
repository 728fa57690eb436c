import { isErrno } from "../../platform/file/errno.ts";
import { readBytesIfExists, removeEmptyFolder, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { askBlocked, askPathType } from "../../platform/file/ask-path.ts";
import { folderToWrite } from "../../platform/file/folder-to-write.ts";
import { fileSize } from "../../platform/file/walk.ts";
import { dirname, join } from "../../platform/path.ts";
import { pathOf, RemoteError, type Remote } from "./remote.ts";

/** A disk with fewer free bytes is full: a small program would not fit. */
const LEAST_ROOM = 1e6;

/** A folder that several machines see: a mount, or a folder that CI carries from run to run. */
export function directoryRemote(folder: string): Remote {
  const fail = (error: unknown): never => {
    throw asRemoteError(error);
  };
  const ask = async (): Promise<boolean> => {
    const type = await askPathType(folder);
    if (type !== undefined && type !== "folder") throw new RemoteError("unreachable", "it is no folder");
    if (type === undefined && (await askBlocked(folder))) throw asRemoteError(IN_THE_WAY);
    return type === "folder";
  };
  let asked: Promise<boolean> | undefined;
  /**
   * A mount that does not answer is asked once, not by everyone: each question holds a thread that all other files need.
   *
   * @throws RemoteError when something else is there, or where a folder above it should be
   */
  const isThere = (): Promise<boolean> => (asked ??= ask().finally(() => (asked = undefined)));
  return {
    name: folder,
    maxBytes: 4e9,
    inlineBytes: 32 * 1024,
    leastMs: 0,
    atOnce: 16,
    async has(keys) {
      if (!(await isThere())) return new Set();
      return new Set(keys.filter((key) => fileSize(join(folder, pathOf(key))) !== undefined));
    },
    async get(key, { limit, signal }) {
      // Whoever writes first makes it.
      if (!(await isThere())) return undefined;
      const path = join(folder, pathOf(key));
      const size = fileSize(path);
      if (size === undefined) return undefined;
      if (size > limit) throw new RemoteError("too-large", `"${pathOf(key)}" has ${size} bytes`);
      const bytes = await readBytesIfExists(path).catch(fail);
      signal.throwIfAborted();
      return bytes;
    },
    async put(key, bytes) {
      await isThere();
      await writeFileAtomic(join(folder, pathOf(key)), bytes, { mode: 0o644 }).catch(fail);
    },
    async look(write) {
      await isThere();
      if (!write) return;
      const free = await folderToWrite(folder).catch(fail);
      if (free !== undefined && free < LEAST_ROOM) throw new RemoteError("full", `${free} bytes are free`);
    },
    async remove(key) {
      const path = join(folder, pathOf(key));
      await removeTree(path).catch(fail);
      // They are made again by whoever needs them.
      await removeEmptyFolder(dirname(path)).catch(fail);
      await removeEmptyFolder(dirname(dirname(path))).catch(fail);
    },
  };
}

const IN_THE_WAY = Object.assign(new Error("A file is in the way"), { code: "ENOTDIR" });

function asRemoteError(error: unknown): RemoteError {
  const { code = "failed", message } = error as NodeJS.ErrnoException;
  if (isErrno(error, "ENOSPC", "EDQUOT")) return new RemoteError("full", `no room is left (${code})`, { cause: error });
  if (isErrno(error, "EACCES", "EPERM", "EROFS")) {
    return new RemoteError("refused", `it may not be written or read (${code})`, { cause: error });
  }
  const reason = REASONS[code] ?? "it cannot be used";
  return new RemoteError("unreachable", code === "failed" ? message : `${reason} (${code})`, { cause: error });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: "a file is where a folder should be",
  EEXIST: "a file is where a folder should be",
  ENOENT: "the folder cannot be made",
};
