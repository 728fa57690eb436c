import { touch, writeFileAtomic } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { statNow } from "../../platform/file/walk.ts";
import { cachePrune } from "./cache-prune.ts";

const DAY = 86_400_000;

/** Keeps the store within its default size and age, at most once a day, so that nobody has to think of it. */
export async function pruneNowAndThen(folder: string): Promise<void> {
  const mark = join(folder, "pruned");
  const last = statNow(mark)?.mtimeMs;
  try {
    if (last === undefined) return await writeFileAtomic(mark, "");
    if (Date.now() - last < DAY) return;
    await touch(mark);
    await cachePrune(folder);
  } catch {
    // Tidying never fails a build.
  }
}
