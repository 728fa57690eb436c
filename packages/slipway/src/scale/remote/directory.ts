import { isErrno } from "../../platform/file/errno.ts";
import { readBytesIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { fileSize, pathType } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";
import { pathOf, RemoteError, type Remote } from "./remote.ts";

/** A folder that several machines see: a mount, or a folder that CI carries from run to run. */
export function directoryRemote(folder: string): Remote {
  const fail = (error: unknown): never => {
    throw asRemoteError(error);
  };
  return {
    name: folder,
    maxBytes: 4e9,
    inlineBytes: 32 * 1024,
    leastMs: 0,
    atOnce: 16,
    has: (keys) => Promise.resolve(new Set(keys.filter((key) => fileSize(join(folder, pathOf(key))) !== undefined))),
    async get(key, { limit, signal }) {
      const type = pathType(folder);
      // Whoever writes first makes it.
      if (type === undefined) return undefined;
      if (type !== "folder") throw new RemoteError("unreachable", "it is no folder");
      const path = join(folder, pathOf(key));
      const size = fileSize(path);
      if (size === undefined) return undefined;
      if (size > limit) throw new RemoteError("too-large", `"${pathOf(key)}" has ${size} bytes`);
      const bytes = await readBytesIfExists(path).catch(fail);
      signal.throwIfAborted();
      return bytes;
    },
    async put(key, bytes) {
      await writeFileAtomic(join(folder, pathOf(key)), bytes, { mode: 0o644 }).catch(fail);
    },
  };
}

function asRemoteError(error: unknown): RemoteError {
  const { code = "failed", message } = error as NodeJS.ErrnoException;
  if (isErrno(error, "ENOSPC", "EDQUOT")) return new RemoteError("full", `no room is left (${code})`, { cause: error });
  if (isErrno(error, "EACCES", "EPERM", "EROFS")) {
    return new RemoteError("refused", `it may not be written or read (${code})`, { cause: error });
  }
  return new RemoteError("unreachable", code === "failed" ? message : `it cannot be used (${code})`, { cause: error });
}
