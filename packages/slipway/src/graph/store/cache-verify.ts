import { TEMPORARY_MARK, readTextIfExists, removeTree } from "../../platform/file/files.ts";
import { sha256OfFile } from "../../platform/hash.ts";
import { readAction } from "./action-record.ts";
import { visitStore } from "./visit-store.ts";

/** What a look at every byte of the store found. */
export interface VerifyResult {
  readonly checked: number;
  /** Paths of damaged entries; they were removed. */
  readonly damaged: readonly string[];
}

/** Reads everything in the store, compares it with the digest that its name promises, and removes what is damaged. */
export async function cacheVerify(folder: string): Promise<VerifyResult> {
  let checked = 0;
  const damaged: string[] = [];
  for (const file of visitStore(folder)) {
    if (file.path.includes(TEMPORARY_MARK)) continue;
    const good = await isGood(file.type, file.name, file.path);
    if (good === undefined) continue;
    checked += 1;
    if (good) continue;
    damaged.push(file.path);
    await removeTree(file.path);
  }
  return { checked, damaged };
}

/** `undefined` when it was removed meanwhile. */
async function isGood(type: "blob" | "action", name: string, path: string): Promise<boolean | undefined> {
  try {
    if (type === "blob") return (await sha256OfFile(path)) === name;
    const text = await readTextIfExists(path);
    return text === undefined ? undefined : readAction(text, name) !== undefined;
  } catch (error) {
    return (error as { code?: string }).code === "ENOENT" ? undefined : false;
  }
}
