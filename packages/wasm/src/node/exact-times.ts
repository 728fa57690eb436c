import type { BigIntStats } from "node:fs";

/** How many files are remembered; the oldest are forgotten first. */
const MAXIMUM = 10_000;
/** No host keeps times coarser than this and still fits what was asked for, in nanoseconds. */
const CLOSE = 2000n;

interface Remembered {
  readonly asked: bigint;
  readonly kept: bigint;
}

/**
 * Times that a program set, to the nanosecond. Node takes times as doubles of seconds, which are about a quarter of a microsecond apart, so
 * what is on the disk is a little off what was asked for. As long as the file still has what Node made of it, the program is told
 * what it asked for.
 */
export class ExactTimes {
  readonly #times = new Map<string, { readonly atime: Remembered; readonly mtime: Remembered }>();

  /** The times of a file as the program should see them. */
  of(stats: BigIntStats): { readonly atime: bigint; readonly mtime: bigint } {
    const known = this.#times.get(key(stats));
    const shown = (kept: bigint, time: Remembered | undefined): bigint => (time?.kept === kept ? time.asked : kept);
    return { atime: shown(stats.atimeNs, known?.atime), mtime: shown(stats.mtimeNs, known?.mtime) };
  }

  /** Notes what was asked for and, by the stats after it, what the host made of it. */
  note(stats: BigIntStats, atime: bigint, mtime: bigint): void {
    const id = key(stats);
    this.#times.delete(id);
    if (!isClose(stats.atimeNs, atime) || !isClose(stats.mtimeNs, mtime)) return;
    this.#times.set(id, { atime: { asked: atime, kept: stats.atimeNs }, mtime: { asked: mtime, kept: stats.mtimeNs } });
    if (this.#times.size <= MAXIMUM) return;
    for (const oldest of this.#times.keys()) {
      this.#times.delete(oldest);
      return;
    }
  }
}

function key({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

function isClose(a: bigint, b: bigint): boolean {
  return a - b < CLOSE && b - a < CLOSE;
}
