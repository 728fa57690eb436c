import { SlipwayError } from "../errors.ts";
import { isErrno } from "../platform/file/errno.ts";
import { ensureFolder } from "../platform/file/files.ts";
import { isBlocked } from "../platform/file/is-blocked.ts";
import { pathType } from "../platform/file/walk.ts";
import { cacheFolder } from "../platform/host/cache-folder.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Refuses a `SLIPWAY_CACHE` that can never be a folder, before anything is done. One that is full or may not be written, and the
 * host's own place for caches whatever is wrong with it, are no reason to fail: a run does without.
 *
 * @throws SlipwayError `usage`
 */
export async function refuseUnusableCache(env: Env): Promise<void> {
  if (!env["SLIPWAY_CACHE"]) return;
  const folder = cacheFolder({ env });
  await ensureFolder(folder).catch((error: unknown) => {
    if (isErrno(error, "ENOTDIR", "EEXIST")) throw unusable(folder, IN_THE_WAY, error);
    if (isErrno(error, "ENOENT", "ELOOP", "ENAMETOOLONG", "EINVAL"))
      throw unusable(folder, `it cannot be made (${error.code})`, error);
  });
}

/** The cache folder, which need not be there. @throws SlipwayError `usage` when a file is in its place */
export function cacheFolderToRead(env: Env): string {
  const folder = cacheFolder({ env });
  if (isBlocked(folder)) throw unusable(folder, IN_THE_WAY);
  return folder;
}

/** The cache folder when it is not there, so that nothing can be in it. */
export function missingCacheFolder(env: Env): string | undefined {
  const folder = cacheFolder({ env });
  return pathType(folder) === undefined ? folder : undefined;
}

const IN_THE_WAY = "a file is where a folder should be";

function unusable(folder: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError("usage", `Cannot use the cache folder "${folder}": ${why}`, {
    expected: "a folder, or a place where one can be made",
    hint: "set SLIPWAY_CACHE to a folder that you may write to, or unset it",
    ...(cause === undefined ? {} : { cause }),
  });
}
