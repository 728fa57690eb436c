import type { Spans } from "../spans.ts";

/** What comes next in a body. `SKIP` and the seven behind it pass eight bytes down to one, which are those of a constant. */
const OPCODE = 0;
const NUMBER = 1;
const CALL_TYPE = 2;
const ALIGNMENT = 3;
const BLOCK_TYPE = 4;
const TABLE = 5;
const SKIP = 6;
/** Set beside the state before: this byte wants a closer look. */
const LOOK = 16;

/**
 * The state after each byte, by the state before and the byte: what WebAssembly 1.0 has (core specification, 5.4), with
 * everything else looked at by itself.
 */
function makeSteps(): Uint8Array {
  const steps = new Uint8Array(16 * 256);
  const set = (state: number, next: (byte: number) => number): void => {
    for (let byte = 0; byte < 256; byte++) steps[state * 256 + byte] = next(byte);
  };
  set(OPCODE, afterOpcode);
  set(NUMBER, (byte) => (byte >= 0x80 ? NUMBER : OPCODE));
  set(CALL_TYPE, (byte) => (byte >= 0x80 ? CALL_TYPE : TABLE));
  // Bit 6 says that a memory index follows.
  set(ALIGNMENT, (byte) => (byte < 0x40 ? NUMBER : LOOK | ALIGNMENT));
  set(BLOCK_TYPE, (byte) => (byte >= 0x40 && byte < 0x80 ? OPCODE : LOOK | BLOCK_TYPE));
  set(TABLE, (byte) => (byte === 0 ? OPCODE : LOOK | TABLE));
  for (let passed = 0; passed < 8; passed++) set(SKIP + passed, () => (passed === 7 ? OPCODE : SKIP + passed + 1));
  return steps;
}

function afterOpcode(op: number): number {
  if (op >= 0x45 && op < 0xc0) return OPCODE;
  if (op >= 0x28 && op <= 0x3e) return ALIGNMENT;
  if ([0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(op)) return OPCODE;
  if ([0x0c, 0x0d, 0x10, 0x3f, 0x40, 0x41, 0x42].includes(op) || (op >= 0x20 && op <= 0x24)) return NUMBER;
  if (op >= 0x02 && op <= 0x04) return BLOCK_TYPE;
  // A call through the table names its type first.
  if (op === 0x11) return CALL_TYPE;
  if (op === 0x43) return SKIP + 4;
  if (op === 0x44) return SKIP;
  return LOOK | OPCODE;
}

const STEPS = makeSteps();

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
  readonly #features: Set<string>;
  readonly #steps = STEPS.slice();
  #at = 0;
  #end = 0;

  /** `bytes` are the whole module's; what is found is added to `features`. */
  constructor(bytes: Uint8Array, features: Set<string>) {
    this.#bytes = bytes;
    this.#features = features;
  }

  /**
   * Looks at bodies: their instructions up to the first that cannot be followed. Each step waits for the one before it, so that
   * two bodies side by side take little longer than one.
   */
  readBodies(bodies: Spans): void {
    const bytes = this.#bytes;
    const steps = this.#steps;
    let next = 0;
    let [at, end, state] = [0, 0, OPCODE];
    let [otherAt, otherEnd, otherState] = [0, 0, OPCODE];
    for (;;) {
      for (; at >= end && next < bodies.length; next++) {
        at = this.#begin(bodies, next);
        end = this.#end;
        state = OPCODE;
      }
      for (; otherAt >= otherEnd && next < bodies.length; next++) {
        otherAt = this.#begin(bodies, next);
        otherEnd = this.#end;
        otherState = OPCODE;
      }
      if (at >= end || otherAt >= otherEnd) break;
      const stop = at + Math.min(end - at, otherEnd - otherAt);
      while (at < stop) {
        state = steps[(state << 8) | bytes[at++]!]!;
        otherState = steps[(otherState << 8) | bytes[otherAt++]!]!;
        if (((state | otherState) & LOOK) !== 0) break;
      }
      if ((state & LOOK) !== 0) {
        at = this.#look(state, at, end);
        state = OPCODE;
      }
      if ((otherState & LOOK) !== 0) {
        otherAt = this.#look(otherState, otherAt, otherEnd);
        otherState = OPCODE;
      }
    }
    this.#finish(at, end, state);
    this.#finish(otherAt, otherEnd, otherState);
  }

  /** The rest of one body. */
  #finish(from: number, end: number, begun: number): void {
    let at = from;
    let state = begun;
    while (at < end) {
      state = this.#steps[(state << 8) | this.#bytes[at++]!]!;
      if ((state & LOOK) === 0) continue;
      at = this.#look(state, at, end);
      state = OPCODE;
    }
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
      case 0xc0:
      case 0xc1:
      case 0xc2:
      case 0xc3:
      case 0xc4:
        this.#features.add("sign-ext");
        // Go uses them everywhere; once is enough to know.
        this.#steps.fill(OPCODE, 0xc0, 0xc5);
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
