/** Probabilities are 11-bit; a bit adapts its own by a 32nd of the distance. */
const PROB_BITS = 11;
const PROB_INIT = 1 << (PROB_BITS - 1);
const MOVE_BITS = 5;
const TOP = 2 ** 24;

/** A table of bit probabilities in their starting state. */
export function freshProbs(count: number): Uint16Array {
  return new Uint16Array(count).fill(PROB_INIT);
}

/** The range encoder of LZMA (LZMA specification, "Range Encoder"), writing into a buffer of fixed size. */
export class RangeEncoder {
  readonly #out: Uint8Array;
  #length = 0;
  #low = 0;
  #range = 0xffffffff;
  #cache = 0;
  #cacheSize = 1;

  constructor(capacity: number) {
    this.#out = new Uint8Array(capacity);
  }

  /** Bytes that the output will have once flushed, at most. */
  get pending(): number {
    return this.#length + this.#cacheSize + 5;
  }

  reset(): void {
    this.#length = 0;
    this.#low = 0;
    this.#range = 0xffffffff;
    this.#cache = 0;
    this.#cacheSize = 1;
  }

  bit(probs: Uint16Array, index: number, bit: number): void {
    const prob = probs[index]!;
    const bound = (this.#range >>> PROB_BITS) * prob;
    if (bit === 0) {
      this.#range = bound;
      probs[index] = prob + (((1 << PROB_BITS) - prob) >>> MOVE_BITS);
    } else {
      this.#low += bound;
      this.#range -= bound;
      probs[index] = prob - (prob >>> MOVE_BITS);
    }
    while (this.#range < TOP) {
      this.#range *= 256;
      this.#shift();
    }
  }

  /** The `count` lowest bits of `value`, highest first, each as likely as not. */
  direct(value: number, count: number): void {
    for (let at = count - 1; at >= 0; at--) {
      this.#range = Math.floor(this.#range / 2);
      if ((value >>> at) & 1) this.#low += this.#range;
      while (this.#range < TOP) {
        this.#range *= 256;
        this.#shift();
      }
    }
  }

  tree(probs: Uint16Array, base: number, bits: number, value: number): void {
    let node = 1;
    for (let at = bits - 1; at >= 0; at--) {
      const bit = (value >>> at) & 1;
      this.bit(probs, base + node, bit);
      node = (node << 1) | bit;
    }
  }

  reverseTree(probs: Uint16Array, base: number, bits: number, value: number): void {
    let node = 1;
    for (let at = 0; at < bits; at++) {
      const bit = (value >>> at) & 1;
      this.bit(probs, base + node, bit);
      node = (node << 1) | bit;
    }
  }

  /** Ends the output and returns a view of it, good until the next `reset`. */
  finish(): Uint8Array {
    for (let count = 0; count < 5; count++) this.#shift();
    return this.#out.subarray(0, this.#length);
  }

  #shift(): void {
    if (this.#low < 0xff000000 || this.#low > 0xffffffff) {
      const carry = this.#low > 0xffffffff ? 1 : 0;
      let byte = this.#cache;
      do {
        this.#out[this.#length++] = (byte + carry) & 0xff;
        byte = 0xff;
      } while (--this.#cacheSize > 0);
      this.#cache = Math.floor(this.#low / TOP) & 0xff;
    }
    this.#cacheSize++;
    this.#low = (this.#low % TOP) * 256;
  }
}
