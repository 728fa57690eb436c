import { ensureFolder, readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { isOurs, listFolder } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";
import { hasEnded, nameProcess } from "../../platform/process/orphans.ts";

/** How the folders of rebuilds in memory begin. */
export const REBUILT = "slipway-rebuilt-";
/** Whose a folder is, in it. */
const OWNER = "owner";
/** More files in memory that go with it, by name. */
const MORE = "more";

/** Makes a folder that a later run removes when a kill leaves it, with files beside it. */
export async function ownFolderInMemory(folder: string, more: readonly string[] = []): Promise<void> {
  await ensureFolder(folder);
  await writeFileAtomic(join(folder, MORE), more.join("\n"));
  await writeFileAtomic(join(folder, OWNER), nameProcess(process.pid));
}

/**
 * Removes what rebuilds have left in memory whose process has ended. What is somebody else's, or may still be in use, stays.
 * `isKnown` tells names that a folder may have removed with it.
 */
export async function removeRebuildStrays(memory: string, isKnown: (name: string) => boolean): Promise<void> {
  for (const { name, type } of listFolder(memory)) {
    const folder = join(memory, name);
    if (type !== "folder" || !name.startsWith(REBUILT) || !isOurs(folder)) continue;
    const owner = await readTextIfExists(join(folder, OWNER));
    if (owner === undefined || !hasEnded(owner)) continue;
    const more = ((await readTextIfExists(join(folder, MORE))) ?? "").split("\n").filter(isKnown);
    for (const file of more) await removeTree(join(memory, file));
    await removeTree(folder);
  }
}
