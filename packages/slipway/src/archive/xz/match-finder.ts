const HASH2 = 1 << 16;
const HASH3_BITS = 16;
const HASH4_BITS = 19;

/** The longest match that LZMA can write. */
export const MAX_MATCH = 273;

/**
 * Finds earlier occurrences of what comes next: one table each for the last place of two and three bytes, and chains of
 * places with the same four. Positions must be asked for in order, each once.
 */
export class MatchFinder {
  /** Matches of the last search: rising lengths, each with the nearest distance (0 is the byte before). */
  readonly lengths = new Int32Array(MAX_MATCH + 1);
  readonly distances = new Int32Array(MAX_MATCH + 1);
  readonly #bytes: Uint8Array;
  readonly #depth: number;
  readonly #nice: number;
  readonly #head2 = new Int32Array(HASH2).fill(-1);
  readonly #head3 = new Int32Array(1 << HASH3_BITS).fill(-1);
  readonly #head4 = new Int32Array(1 << HASH4_BITS).fill(-1);
  readonly #next: Int32Array;

  constructor(bytes: Uint8Array, depth: number, nice: number) {
    this.#bytes = bytes;
    this.#depth = depth;
    this.#nice = nice;
    this.#next = new Int32Array(bytes.length);
  }

  /** Searches at `at` and enters it; returns how many matches `lengths` and `distances` hold. */
  search(at: number): number {
    const bytes = this.#bytes;
    const limit = Math.min(MAX_MATCH, bytes.length - at);
    if (limit < 4) return 0;
    const two = bytes[at]! | (bytes[at + 1]! << 8);
    const three = two | (bytes[at + 2]! << 16);
    const four = three | (bytes[at + 3]! << 24);
    const hash3 = Math.imul(three, 0x9e3779b1) >>> (32 - HASH3_BITS);
    const hash4 = Math.imul(four, 0x9e3779b1) >>> (32 - HASH4_BITS);
    const at2 = this.#head2[two]!;
    const at3 = this.#head3[hash3]!;
    let candidate = this.#head4[hash4]!;
    this.#head2[two] = at;
    this.#head3[hash3] = at;
    this.#head4[hash4] = at;
    this.#next[at] = candidate;

    let count = 0;
    let best = 1;
    if (at2 >= 0) {
      best = this.#extend(at2, at, 2, limit);
      this.lengths[count] = best;
      this.distances[count++] = at - at2 - 1;
    }
    if (at3 > at2 && bytes[at3] === bytes[at] && bytes[at3 + 1] === bytes[at + 1] && bytes[at3 + 2] === bytes[at + 2]) {
      const length = this.#extend(at3, at, 3, limit);
      if (length > best) {
        best = length;
        this.lengths[count] = best;
        this.distances[count++] = at - at3 - 1;
      }
    }
    for (let depth = this.#depth; candidate >= 0 && depth > 0 && best < this.#nice && best < limit; depth--) {
      if (bytes[candidate + best] === bytes[at + best] && bytes[candidate] === bytes[at]) {
        const length = this.#extend(candidate, at, 0, limit);
        if (length > best && length >= 3) {
          best = length;
          this.lengths[count] = best;
          this.distances[count++] = at - candidate - 1;
        }
      }
      candidate = this.#next[candidate]!;
    }
    return count;
  }

  /** Enters a position without searching. */
  skip(at: number): void {
    const bytes = this.#bytes;
    if (bytes.length - at < 4) return;
    const two = bytes[at]! | (bytes[at + 1]! << 8);
    const three = two | (bytes[at + 2]! << 16);
    const four = three | (bytes[at + 3]! << 24);
    const hash4 = Math.imul(four, 0x9e3779b1) >>> (32 - HASH4_BITS);
    this.#head2[two] = at;
    this.#head3[Math.imul(three, 0x9e3779b1) >>> (32 - HASH3_BITS)] = at;
    this.#next[at] = this.#head4[hash4]!;
    this.#head4[hash4] = at;
  }

  #extend(from: number, at: number, length: number, limit: number): number {
    const bytes = this.#bytes;
    while (length < limit && bytes[from + length] === bytes[at + length]) length++;
    return length;
  }
}
