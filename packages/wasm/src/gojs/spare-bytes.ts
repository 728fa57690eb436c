/** How long the arrays are that are kept, and how many bytes are kept in all. */
const SHORTEST = 1 << 10;
const LONGEST = 1 << 16;
const MAXIMUM = 1 << 24;

/**
 * The arrays that Go's reads leave behind: each makes one, and lets go of it at the next collection. They serve again, since making them and having them
 * collected takes longer than reading a file in memory.
 */
export class SpareBytes {
  readonly #byLength = new Map<number, Uint8Array[]>();
  #total = 0;

  /** An array of zeros. */
  take(length: number): Uint8Array {
    const spare = this.#byLength.get(length)?.pop();
    if (spare === undefined) return new Uint8Array(length);
    this.#total -= length;
    return spare.fill(0);
  }

  /** Keeps an array that nobody has. */
  give(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length < SHORTEST || length > LONGEST || this.#total + length > MAXIMUM) return;
    this.#total += length;
    const same = this.#byLength.get(length);
    if (same === undefined) this.#byLength.set(length, [bytes]);
    else same.push(bytes);
  }
}
