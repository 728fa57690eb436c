import type { Spans } from "../spans.ts";
import { ALIGNMENT, BLOCK_TYPE, LOOK, makePairs, makeSteps, OPCODE, SIGN_EXTENSIONS, TABLE } from "./wasm-steps.ts";

const STEPS = makeSteps();

/** Words of 16 bits have their first byte low, as in nearly every machine. */
const IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Bytes that are passed one by one first: most of what makes the table of pairs another one comes there. */
const WARM = 1 << 14;

/**
 * Which proposals the instructions of function bodies come from, by the names of the tool conventions (`sign-ext`).
 *
 * Only immediates are decoded, as far as it takes to find the next instruction (core specification, chapter 5.4). A body
 * that cannot be followed (of a proposal with shapes of its own) is left where that begins; what began it is told.
 *
 * Every byte of a program's code is passed here, which is why nothing is allocated on the way.
 */
export class CodeFeatures {
  readonly #bytes: Uint8Array;
  /** The bytes two by two, from the first that stands at an even address: `#odd` is its offset. */
  readonly #words: Uint16Array;
  readonly #odd: number;
  readonly #features: Set<string>;
  readonly #steps = STEPS.slice();
  #pairs: Uint8Array | undefined;
  #passed = 0;
  #at = 0;
  #end = 0;

  /** `bytes` are the whole module's; what is found is added to `features`. */
  constructor(bytes: Uint8Array, features: Set<string>) {
    this.#bytes = bytes;
    this.#odd = bytes.byteOffset & 1;
    const words = Math.max(bytes.length - this.#odd, 0) >> 1;
    this.#words = new Uint16Array(bytes.buffer, bytes.byteOffset + this.#odd, words);
    this.#features = features;
  }

  /**
   * Looks at bodies: their instructions up to the first that cannot be followed. Each step waits for the one before it, so that
   * two bodies side by side take little longer than one.
   */
  readBodies(bodies: Spans): void {
    const one = new Walk();
    const other = new Walk();
    let next = 0;
    for (;;) {
      next = this.#nextOf(one, bodies, next);
      next = this.#nextOf(other, bodies, next);
      if (one.at >= one.end || other.at >= other.end) break;
      this.#passPairs(one, other);
      this.#passSome(one);
      this.#passSome(other);
    }
    while (one.at < one.end) this.#passSome(one);
    while (other.at < other.end) this.#passSome(other);
  }

  /** Gives a walk that is at its end the next body that has instructions. */
  #nextOf(walk: Walk, bodies: Spans, from: number): number {
    let next = from;
    for (; walk.at >= walk.end && next < bodies.length; next++) {
      walk.at = this.#begin(bodies, next);
      walk.end = this.#end;
      walk.state = OPCODE;
    }
    return next;
  }

  /** Passes two bodies, four bytes of each at a time, up to where one wants a closer look or comes to its end. */
  #passPairs(one: Walk, other: Walk): void {
    const words = this.#words;
    const odd = this.#odd;
    // Where no word begins, single steps come first.
    if (this.#passed < WARM || !IS_LITTLE || ((one.at ^ odd) & 1) !== 0 || ((other.at ^ odd) & 1) !== 0) return;
    const pairs = (this.#pairs ??= makePairs(this.#steps));
    let at = (one.at - odd) >> 1;
    let otherAt = (other.at - odd) >> 1;
    let { state } = one;
    let otherState = other.state;
    const stop = at + (Math.min(one.end - one.at, other.end - other.at) >> 2) * 2;
    while (at < stop) {
      const middle = pairs[(state << 16) | words[at]!]!;
      const otherMiddle = pairs[(otherState << 16) | words[otherAt]!]!;
      const after = pairs[(middle << 16) | words[at + 1]!]!;
      const otherAfter = pairs[(otherMiddle << 16) | words[otherAt + 1]!]!;
      if (((after | otherAfter) & LOOK) !== 0) break;
      state = after;
      otherState = otherAfter;
      at += 2;
      otherAt += 2;
    }
    one.at = at * 2 + odd;
    one.state = state;
    other.at = otherAt * 2 + odd;
    other.state = otherState;
  }

  /** Passes at least four bytes, up to where a word begins, one by one; fewer where the body ends. */
  #passSome(walk: Walk): void {
    const bytes = this.#bytes;
    const { end } = walk;
    let { at, state } = walk;
    const least = at + 4;
    while (at < end && (at < least || ((at ^ this.#odd) & 1) !== 0)) {
      state = this.#steps[(state << 8) | bytes[at++]!]!;
      if ((state & LOOK) === 0) continue;
      at = this.#look(state, at, end);
      state = OPCODE;
    }
    this.#passed += at - walk.at;
    walk.at = at;
    walk.state = state;
  }

  /** Passes the locals of a body and gives where its instructions begin. */
  #begin({ offsets, sizes }: Spans, index: number): number {
    this.#at = offsets[index]!;
    this.#end = Math.min(this.#at + sizes[index]!, this.#bytes.length);
    for (let groups = this.#number(); groups > 0 && this.#at < this.#end; groups--) {
      this.#skip();
      const type = this.#bytes[this.#at];
      this.#at += type === 0x63 || type === 0x64 ? 2 : 1;
    }
    return this.#at;
  }

  /** Looks at what the byte before `at` begins or goes on with, and gives where it ends; a body's end when that is not known. */
  #look(state: number, at: number, end: number): number {
    this.#end = end;
    this.#at = at - 1;
    switch (state & ~LOOK) {
      case ALIGNMENT:
        this.#memoryArgument();
        break;
      case BLOCK_TYPE:
        this.#features.add("multivalue");
        this.#skip();
        break;
      case TABLE:
        if (this.#number() !== 0) this.#features.add("reference-types");
        break;
      default:
        this.#at = at;
        if (!this.#other(this.#bytes[at - 1]!)) return end;
    }
    return this.#at;
  }

  /** Passes one number of LEB128. */
  #skip(): void {
    const bytes = this.#bytes;
    while (bytes[this.#at++]! >= 0x80);
  }

  /** Passes one number of LEB128 and returns its low bits. */
  #number(): number {
    let value = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = this.#bytes[this.#at++] ?? 0;
      if (shift < 28) value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte >= 0x80);
    return value;
  }

  #memoryArgument(): boolean {
    if ((this.#number() & 0x40) !== 0) {
      this.#features.add("multimemory");
      this.#skip();
    }
    this.#skip();
    return true;
  }

  #other(op: number): boolean {
    switch (op) {
      case 0x43:
        this.#at += 4;
        return true;
      case 0x44:
        this.#at += 8;
        return true;
      case 0xc0:
      case 0xc1:
      case 0xc2:
      case 0xc3:
      case 0xc4:
        this.#features.add("sign-ext");
        this.#steps.fill(OPCODE, SIGN_EXTENSIONS.first, SIGN_EXTENSIONS.end);
        this.#pairs = undefined;
        return true;
      case 0x0e:
        for (let targets = this.#number(); targets >= 0 && this.#at < this.#end; targets--) this.#skip();
        return true;
      case 0xfc:
        return this.#bulk();
      case 0xfd:
        return this.#vector();
      default:
        return this.#proposal(op);
    }
  }

  /** What Go's compiler does not write. */
  #proposal(op: number): boolean {
    switch (op) {
      case 0x12:
        this.#features.add("tail-call");
        this.#skip();
        return true;
      case 0x13:
        this.#features.add("tail-call");
        this.#skip();
        this.#skip();
        return true;
      case 0x1c:
      case 0x25:
      case 0x26:
      case 0xd0:
      case 0xd2:
        this.#features.add("reference-types");
        for (let rest = op === 0x1c ? this.#number() : 1; rest > 0 && this.#at < this.#end; rest--) this.#skip();
        return true;
      case 0xd1:
        this.#features.add("reference-types");
        return true;
      case 0x06:
      case 0x07:
      case 0x08:
      case 0x09:
      case 0x0a:
      case 0x18:
      case 0x19:
      case 0x1f:
        this.#features.add("exception-handling");
        return false;
      case 0xfe:
        this.#features.add("atomics");
        if (this.#number() !== 3) return this.#memoryArgument();
        this.#at++;
        return true;
      default:
        this.#features.add("gc");
        return false;
    }
  }

  #bulk(): boolean {
    const op = this.#number();
    if (op < 8) this.#features.add("nontrapping-fptoint");
    else if (op <= 14) {
      this.#features.add(op >= 12 ? "reference-types" : "bulk-memory");
      for (let rest = op === 8 || op === 10 || op === 12 || op === 14 ? 2 : 1; rest > 0; rest--) this.#skip();
    } else {
      this.#features.add("reference-types");
      this.#skip();
    }
    return true;
  }

  #vector(): boolean {
    const op = this.#number();
    this.#features.add(op >= 0x100 ? "relaxed-simd" : "simd128");
    if (op <= 11 || op === 92 || op === 93) this.#memoryArgument();
    else if (op === 12 || op === 13) this.#at += 16;
    else if (op >= 84 && op <= 91) {
      this.#memoryArgument();
      this.#at++;
    } else if (op >= 21 && op <= 34) this.#at++;
    return true;
  }
}

/** How far a body was passed. */
class Walk {
  at = 0;
  end = 0;
  state = OPCODE;
}
