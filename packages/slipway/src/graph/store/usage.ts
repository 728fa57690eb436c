import type { CacheLevel } from "../../events.ts";
import { appendText, readTextIfExists, writeFileAtomic } from "../../platform/file/files.ts";
import { fileSize } from "../../platform/file/walk.ts";
import { join } from "../../platform/path.ts";

/** What one level of the cache has spared so far. */
export interface LevelUsage {
  /** Tasks, or compile packs. */
  readonly hits: number;
  readonly bytes: number;
  /** What making it had taken, in seconds. */
  readonly seconds: number;
}

/** The levels that spare work, `packs` being compile packs of remote caches. */
export const SPARING = ["L0", "L1", "remote", "L2", "packs"] as const;
export type Sparing = (typeof SPARING)[number];

export type Usage = Readonly<Record<Sparing, LevelUsage>>;

/** A result that was not made anew. */
export interface Spared {
  readonly level: CacheLevel | "packs";
  readonly bytes: number;
  readonly ms: number;
}

/** A file above this is added up to one line. */
const LARGEST = 256 * 1024;

/** Notes what a run was spared: one line for each run. Never throws. */
export async function noteUsage(folder: string, spared: readonly Spared[]): Promise<void> {
  const usage = sumUp(spared.map(({ level, bytes, ms }) => ({ [level]: { hits: 1, bytes, seconds: ms / 1000 } })));
  if (SPARING.every((level) => usage[level].hits === 0)) return;
  const file = fileOf(folder);
  try {
    await appendText(file, `${JSON.stringify(usage)}\n`);
    if ((fileSize(file) ?? 0) > LARGEST) await writeFileAtomic(file, `${JSON.stringify(await readUsage(folder))}\n`);
  } catch {
    // Figures are not worth a word.
  }
}

/** What the cache in `folder` has spared since it is there. */
export async function readUsage(folder: string): Promise<Usage> {
  const text = (await readTextIfExists(fileOf(folder)).catch(() => undefined)) ?? "";
  return sumUp(
    text.split("\n").flatMap((line) => {
      try {
        return line === "" ? [] : [JSON.parse(line) as Partial<Usage>];
      } catch {
        // Cut off by a crash.
        return [];
      }
    }),
  );
}

function sumUp(parts: readonly Partial<Record<string, LevelUsage>>[]): Usage {
  const sums = SPARING.map((level) => {
    const sum = { hits: 0, bytes: 0, seconds: 0 };
    for (const part of parts) {
      sum.hits += part[level]?.hits ?? 0;
      sum.bytes += part[level]?.bytes ?? 0;
      sum.seconds += part[level]?.seconds ?? 0;
    }
    return [level, { ...sum, seconds: Math.round(sum.seconds * 1000) / 1000 }] as const;
  });
  return Object.fromEntries(sums) as Record<Sparing, LevelUsage>;
}

function fileOf(folder: string): string {
  return join(folder, "usage.ndjson");
}
