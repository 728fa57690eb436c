import { removeTree } from "../../platform/file/files.ts";
import { folderBytes, listFolder, statNow } from "../../platform/file/walk.ts";
import { takeLock } from "../../platform/lock.ts";
import { join } from "../../platform/path.ts";

/** Something in the cache that goes as a whole: what a project keeps besides its records, or a Go toolchain. */
export interface KeptFolder {
  readonly type: "project" | "toolchain";
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since the epoch of its last use. */
  readonly usedAt: number;
}

/** Folders of a project that are made again when they are gone. */
const REMAKABLE = ["keep", "out", "scratch"];
/** A toolchain that was taken so lately may be in use. */
const IN_USE = 3_600_000;

/** What projects keep, and the toolchains, with the last use of each. */
export function* keptFolders(cache: string): Generator<KeptFolder> {
  for (const { name } of listFolder(join(cache, "projects"))) {
    const path = join(cache, "projects", name);
    const bytes = REMAKABLE.reduce((sum, part) => sum + folderBytes(join(path, part)), 0);
    // Every run takes the project's lock.
    const lock = join(path, "lock");
    const used = listFolder(lock).map((file) => statNow(join(lock, file.name))?.mtimeMs ?? 0);
    if (bytes > 0) yield { type: "project", path, bytes, usedAt: Math.max(0, ...used) };
  }
  for (const { name, type } of listFolder(join(cache, "toolchains"))) {
    if (type !== "folder") continue;
    const path = join(cache, "toolchains", name);
    yield { type: "toolchain", path, bytes: folderBytes(path), usedAt: statNow(`${path}.ok`)?.mtimeMs ?? 0 };
  }
}

/** Removes it unless it may be in use; tells whether it did. */
export async function removeKept(kept: KeptFolder, now: number): Promise<boolean> {
  if (kept.type === "toolchain") {
    if (now - kept.usedAt < IN_USE) return false;
    await removeTree(`${kept.path}.ok`);
    await removeTree(kept.path);
    return true;
  }
  const lock = await takeLock(join(kept.path, "lock"), { what: "what a project keeps" }).catch(() => undefined);
  if (lock === undefined) return false;
  try {
    for (const part of REMAKABLE) await removeTree(join(kept.path, part));
  } finally {
    await lock.release();
  }
  return true;
}
