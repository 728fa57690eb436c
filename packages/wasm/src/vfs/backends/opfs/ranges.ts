/** A part of the shared file: its first byte and its length. */
export type Range = [start: number, length: number];

/** The least that a file takes of the shared file at a time. */
const LEAST = 4096;

/** Which parts of the shared file are free. */
export class Ranges {
  /** Free parts below the end, by their start. */
  #free: Range[] = [];
  #end = 0;

  /** What is free between the parts that files have. */
  constructor(used: readonly Range[]) {
    for (const [start, length] of used.toSorted((a, b) => a[0] - b[0])) {
      if (start > this.#end) this.#free.push([this.#end, start - this.#end]);
      this.#end = Math.max(this.#end, start + length);
    }
  }

  /** Where nothing is used any more: the shared file can be cut there. */
  get end(): number {
    return this.#end;
  }

  /** Takes a part for at least `length` bytes more of a file that has `ranges`, in one piece, grown by half each time so that they stay few. */
  take(length: number, ranges: readonly Range[]): Range {
    const had = ranges.reduce((sum, [, size]) => sum + size, 0);
    const wanted = Math.ceil(Math.max(length, had / 2) / LEAST) * LEAST;
    const at = this.#free.findIndex(([, size]) => size >= wanted);
    const found = this.#free[at];
    if (found === undefined) {
      const start = this.#end;
      this.#end += wanted;
      return [start, wanted];
    }
    const [start, size] = found;
    if (size === wanted) this.#free.splice(at, 1);
    else this.#free[at] = [start + wanted, size - wanted];
    return [start, wanted];
  }

  /** Gives parts back; neighbours become one. */
  give(ranges: readonly Range[]): void {
    const all = [...this.#free, ...ranges].toSorted((a, b) => a[0] - b[0]);
    this.#free = [];
    for (const [start, length] of all) {
      const last = this.#free.at(-1);
      if (last !== undefined && last[0] + last[1] === start) last[1] += length;
      else this.#free.push([start, length]);
    }
    const last = this.#free.at(-1);
    if (last === undefined || last[0] + last[1] !== this.#end) return;
    this.#end = last[0];
    this.#free.pop();
  }
}
