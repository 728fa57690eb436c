import { MatchFinder, MAX_MATCH } from "./match-finder.ts";
import { freshProbs, RangeEncoder } from "./range-encoder.ts";

/** Literal context bits, literal position bits, position bits: the settings that fit programs and text alike. */
export const LC = 3;
export const LP = 0;
export const PB = 2;
const POS_MASK = (1 << PB) - 1;
const STATES = 12;
const MIN_MATCH = 2;

/** What an LZMA2 chunk can hold. */
export const MAX_CHUNK_COMPRESSED = 1 << 16;
const MAX_CHUNK = 1 << 21;

/** How hard to look. Part of the format of our archives: other numbers give other bytes. */
const DEPTH = 20;
const NICE = 96;

class LengthProbs {
  readonly choice = freshProbs(2);
  readonly low = freshProbs(16 << 3);
  readonly mid = freshProbs(16 << 3);
  readonly high = freshProbs(256);

  encode(coder: RangeEncoder, length: number, posState: number): void {
    const value = length - MIN_MATCH;
    if (value < 8) {
      coder.bit(this.choice, 0, 0);
      coder.tree(this.low, posState << 3, 3, value);
    } else if (value < 16) {
      coder.bit(this.choice, 0, 1);
      coder.bit(this.choice, 1, 0);
      coder.tree(this.mid, posState << 3, 3, value - 8);
    } else {
      coder.bit(this.choice, 0, 1);
      coder.bit(this.choice, 1, 1);
      coder.tree(this.high, 0, 8, value - 16);
    }
  }
}

/** Everything that an LZMA state reset resets. */
class Model {
  state = 0;
  /** The last four distances, newest first. */
  readonly reps = new Int32Array(4);
  readonly isMatch = freshProbs(STATES << 4);
  readonly isRep = freshProbs(STATES);
  readonly isRep0 = freshProbs(STATES);
  readonly isRep1 = freshProbs(STATES);
  readonly isRep2 = freshProbs(STATES);
  readonly isRep0Long = freshProbs(STATES << 4);
  readonly slots = freshProbs(4 << 6);
  readonly near = freshProbs(128);
  readonly align = freshProbs(16);
  readonly matchLength = new LengthProbs();
  readonly repLength = new LengthProbs();
  readonly literals = freshProbs(0x300 << (LC + LP));
}

/** A chunk of a block: `compressed` is a view that the next chunk overwrites. */
export interface LzmaChunk {
  readonly start: number;
  readonly end: number;
  readonly compressed: Uint8Array;
}

/**
 * Encodes one buffer as a run of LZMA chunks (LZMA specification by Igor Pavlov, 2015; what chunks may hold: the xz
 * file format's LZMA2). Greedy with one byte of looking ahead, as LZMA's fast mode chooses.
 */
export class LzmaEncoder {
  readonly #bytes: Uint8Array;
  readonly #finder: MatchFinder;
  readonly #coder = new RangeEncoder(MAX_CHUNK_COMPRESSED + 1024);
  #model = new Model();
  #at = 0;
  /** How many matches the finder holds for the present position, or -1 when it has not been searched. */
  #found = -1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#finder = new MatchFinder(bytes, DEPTH, NICE);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Forgets what was learnt, as a decoder does that is told to. */
  resetState(): void {
    this.#model = new Model();
  }

  nextChunk(): LzmaChunk {
    const start = this.#at;
    this.#coder.reset();
    const end = Math.min(this.#bytes.length, start + MAX_CHUNK - MAX_MATCH);
    // One symbol takes less than 32 bytes.
    while (this.#at < end && this.#coder.pending < MAX_CHUNK_COMPRESSED - 32) this.#symbol();
    return { start, end: this.#at, compressed: this.#coder.finish() };
  }

  #symbol(): void {
    const at = this.#at;
    let count = this.#found >= 0 ? this.#found : this.#finder.search(at);
    this.#found = -1;
    const { lengths, distances } = this.#finder;
    const limit = Math.min(MAX_MATCH, this.#bytes.length - at);

    let repLength = 0;
    let repIndex = 0;
    for (let index = 0; index < 4; index++) {
      const length = this.#lengthAt(at, this.#model.reps[index]!, limit);
      if (length >= NICE) return this.#rep(index, length);
      if (length > repLength) {
        repLength = length;
        repIndex = index;
      }
    }
    let length = count > 0 ? lengths[count - 1]! : 0;
    let distance = count > 0 ? distances[count - 1]! : 0;
    if (length >= NICE) return this.#match(distance, length);
    // A match one byte shorter and much nearer costs less.
    while (count > 1 && length === lengths[count - 2]! + 1 && muchFarther(distance, distances[count - 2]!)) {
      count--;
      length = lengths[count - 1]!;
      distance = distances[count - 1]!;
    }
    if (length === 2 && distance >= 0x80) length = 0;
    if (
      repLength >= 2 &&
      (repLength + 1 >= length ||
        (repLength + 2 >= length && distance >= 0x200) ||
        (repLength + 3 >= length && distance >= 0x8000))
    ) {
      return this.#rep(repIndex, repLength);
    }
    if (length < 2 || limit <= 2) return this.#literal(at);

    const next = this.#finder.search(at + 1);
    if (next > 0) {
      const nextLength = lengths[next - 1]!;
      const nextDistance = distances[next - 1]!;
      if (
        (nextLength >= length && nextDistance < distance) ||
        (nextLength === length + 1 && !muchFarther(nextDistance, distance)) ||
        nextLength > length + 1 ||
        (nextLength + 1 >= length && length >= 3 && muchFarther(distance, nextDistance))
      ) {
        this.#found = next;
        return this.#literal(at);
      }
    }
    const enough = Math.max(2, length - 1);
    for (let index = 0; index < 4; index++) {
      if (this.#lengthAt(at + 1, this.#model.reps[index]!, Math.min(enough, limit - 1)) >= enough) {
        this.#found = next;
        return this.#literal(at);
      }
    }
    return this.#match(distance, length, 1);
  }

  /** How many bytes at `at` equal those `distance + 1` before. */
  #lengthAt(at: number, distance: number, limit: number): number {
    const from = at - distance - 1;
    if (from < 0) return 0;
    const bytes = this.#bytes;
    let length = 0;
    while (length < limit && bytes[from + length] === bytes[at + length]) length++;
    return length;
  }

  #literal(at: number): void {
    const model = this.#model;
    const byte = this.#bytes[at]!;
    const { state } = model;
    const from = at - model.reps[0]! - 1;
    const matched = from >= 0 ? this.#bytes[from]! : -1;
    const position = (state << 4) | (at & POS_MASK);
    // A byte like the one at the last distance is a "short rep", shorter than any literal once a match has been seen.
    if (matched === byte && state >= 7) {
      this.#coder.bit(model.isMatch, position, 1);
      this.#coder.bit(model.isRep, state, 1);
      this.#coder.bit(model.isRep0, state, 0);
      this.#coder.bit(model.isRep0Long, position, 0);
      model.state = state < 7 ? 9 : 11;
      this.#at = at + 1;
      return;
    }
    this.#coder.bit(model.isMatch, position, 0);
    const base = 0x300 * ((at > 0 ? this.#bytes[at - 1]! : 0) >>> (8 - LC));
    let node = 1;
    if (state < 7) {
      this.#coder.tree(model.literals, base, 8, byte);
    } else {
      // As long as the bits agree with the byte at the last distance, that byte is context too.
      let agrees = true;
      for (let bit = 7; bit >= 0; bit--) {
        const value = (byte >>> bit) & 1;
        const expected = (matched >>> bit) & 1;
        this.#coder.bit(model.literals, base + (agrees ? 0x100 + (expected << 8) : 0) + node, value);
        node = (node << 1) | value;
        agrees &&= value === expected;
      }
    }
    model.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
    this.#at = at + 1;
  }

  #rep(index: number, length: number): void {
    const model = this.#model;
    const at = this.#at;
    const { state, reps } = model;
    const position = (state << 4) | (at & POS_MASK);
    this.#coder.bit(model.isMatch, position, 1);
    this.#coder.bit(model.isRep, state, 1);
    if (index === 0) {
      this.#coder.bit(model.isRep0, state, 0);
      this.#coder.bit(model.isRep0Long, position, 1);
    } else {
      this.#coder.bit(model.isRep0, state, 1);
      this.#coder.bit(model.isRep1, state, index === 1 ? 0 : 1);
      if (index > 1) this.#coder.bit(model.isRep2, state, index - 2);
      const distance = reps[index]!;
      reps.copyWithin(1, 0, index);
      reps[0] = distance;
    }
    model.repLength.encode(this.#coder, length, at & POS_MASK);
    model.state = state < 7 ? 8 : 11;
    this.#advance(length, 0);
  }

  #match(distance: number, length: number, searchedAhead = 0): void {
    const model = this.#model;
    const at = this.#at;
    const { state } = model;
    this.#coder.bit(model.isMatch, (state << 4) | (at & POS_MASK), 1);
    this.#coder.bit(model.isRep, state, 0);
    model.matchLength.encode(this.#coder, length, at & POS_MASK);
    const slot = slotOf(distance);
    this.#coder.tree(model.slots, Math.min(length - MIN_MATCH, 3) << 6, 6, slot);
    if (slot >= 4) {
      const bits = (slot >>> 1) - 1;
      const base = (2 | (slot & 1)) << bits;
      const rest = distance - base;
      if (slot < 14) this.#coder.reverseTree(model.near, base - slot, bits, rest);
      else {
        this.#coder.direct(rest >>> 4, bits - 4);
        this.#coder.reverseTree(model.align, 0, 4, rest & 15);
      }
    }
    model.reps.copyWithin(1, 0, 3);
    model.reps[0] = distance;
    model.state = state < 7 ? 7 : 10;
    this.#advance(length, searchedAhead);
  }

  /** Moves on and enters what was passed over; the first byte is entered, and `searchedAhead` more. */
  #advance(length: number, searchedAhead: number): void {
    for (let passed = 1 + searchedAhead; passed < length; passed++) this.#finder.skip(this.#at + passed);
    this.#at += length;
  }
}

/** Whether a distance is so much farther than another that one more byte does not pay for it. */
function muchFarther(far: number, near: number): boolean {
  return far >>> 7 > near;
}

function slotOf(distance: number): number {
  if (distance < 4) return distance;
  const high = 31 - Math.clz32(distance);
  return (high << 1) | ((distance >>> (high - 1)) & 1);
}
