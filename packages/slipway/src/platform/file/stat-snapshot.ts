import { readdirSync, statSync } from "node:fs";
import type { BigIntStats } from "node:fs";
import { sha256 } from "../hash.ts";

/** Timestamps may stand still for this long while a file changes: a kernel tick, with room to spare. */
const TICK_NS = 20_000_000n;
/** File systems that count whole (HFS+, ext3) or even two seconds (FAT). */
const COARSE_TICK_NS = 2_500_000_000n;

/**
 * What a path looked like: one short text that changes when the content may have.
 *
 * - `-` nothing is there
 * - `f:<size>:<mtime ns>:<ctime ns>:<inode>:<mode>` a file. The ctime is in it because tools that restore the mtime
 *   (`cp -p`, `rsync -t`, `touch -r`) cannot restore that; Windows has none that holds still.
 * - `d:<digest of the sorted names and types>` a folder's listing
 * - a leading `~`: taken so soon after the last change that a second change could look the same. Such a state never
 *   equals anything, not even itself.
 */
export type PathState = string;

/** The state of a file's content (symbolic links are followed: what counts is what a reader would read). */
export function fileState(path: string): PathState {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "-" : describe(stat);
}

/** The state of a folder's listing. Entries named in `except` do not count (our own output folder). */
export function folderState(path: string, except?: ReadonlySet<string>): PathState {
  let lines: string[];
  try {
    lines = readdirSync(path, { withFileTypes: true })
      .filter((entry) => !except?.has(entry.name))
      .map((entry) => `${entry.name}\0${entry.isDirectory() ? "d" : entry.isSymbolicLink() ? "l" : "f"}`);
  } catch {
    return "-";
  }
  return `d:${sha256(lines.toSorted().join("\n")).slice(0, 32)}`;
}

/** Whether nothing can have changed between two looks at a path. */
export function sameState(before: PathState, after: PathState): boolean {
  return before === after && !before.startsWith("~");
}

function describe(stat: BigIntStats): PathState {
  const type = stat.isDirectory() ? "D" : "f";
  const ctime = process.platform === "win32" ? 0n : stat.ctimeNs;
  const latest = stat.mtimeNs > ctime ? stat.mtimeNs : ctime;
  const tick = latest % 1_000_000_000n === 0n ? COARSE_TICK_NS : TICK_NS;
  const age = BigInt(Date.now()) * 1_000_000n - latest;
  // A time in the future (skewed network clocks) can be hit again as well.
  const racy = age < tick ? "~" : "";
  return `${racy}${type}:${stat.size}:${stat.mtimeNs}:${ctime}:${stat.ino}:${(stat.mode & 0o7777n).toString(8)}`;
}
