/** What follows an opcode of WebAssembly 1.0: nothing, one number, alignment and offset; anything else is looked at by itself. */
const NOTHING = 0;
const NUMBER = 1;
const MEMORY = 2;
const OTHER = 3;

const SHAPES = new Uint8Array(256).fill(OTHER);
for (const op of [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b]) SHAPES[op] = NOTHING;
SHAPES.fill(NOTHING, 0x45, 0xc0);
for (const op of [0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x3f, 0x40, 0x41, 0x42]) SHAPES[op] = NUMBER;
SHAPES.fill(MEMORY, 0x28, 0x3f);

/**
 * Which proposals the instructions of function bodies come from, by the names of the tool conventions (`sign-ext`).
 *
 * Only immediates are decoded, as far as it takes to find the next instruction (core specification, chapter 5.4). A body
 * that cannot be followed (of a proposal with shapes of its own) is left where that begins; what began it is told.
 *
 * Every instruction of a program is passed here, which is why nothing is allocated on the way.
 */
export class CodeFeatures {
  readonly #bytes: Uint8Array;
  readonly #features: Set<string>;
  #at = 0;
  #end = 0;

  /** `bytes` are the whole module's; what is found is added to `features`. */
  constructor(bytes: Uint8Array, features: Set<string>) {
    this.#bytes = bytes;
    this.#features = features;
  }

  /** Looks at a function's body: its locals, and its instructions up to the first that cannot be followed. */
  readBody(offset: number, size: number): void {
    this.#at = offset;
    this.#end = Math.min(offset + size, this.#bytes.length);
    for (let groups = this.#number(); groups > 0 && this.#at < this.#end; groups--) {
      this.#skip();
      const type = this.#bytes[this.#at];
      this.#at += type === 0x63 || type === 0x64 ? 2 : 1;
    }
    this.#instructions();
  }

  /** The loop that every byte of the code goes through: what is common is done in place. */
  #instructions(): void {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at;
    while (at < end) {
      const op = bytes[at++]!;
      const shape = SHAPES[op];
      if (shape === NOTHING) continue;
      if (shape === NUMBER) {
        while (bytes[at++]! >= 0x80);
      } else if (shape === MEMORY && bytes[at]! < 0x40) {
        at++;
        while (bytes[at++]! >= 0x80);
      } else {
        this.#at = at;
        if (!(shape === MEMORY ? this.#memoryArgument() : this.#other(op))) return;
        at = this.#at;
      }
    }
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
      case 0x02:
      case 0x03:
      case 0x04: {
        const type = this.#bytes[this.#at] ?? 0;
        if (type < 0x40 || type >= 0x80) this.#features.add("multivalue");
        this.#skip();
        return true;
      }
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
        return true;
      case 0x0e:
        for (let targets = this.#number(); targets >= 0 && this.#at < this.#end; targets--) this.#skip();
        return true;
      case 0x11:
        this.#skip();
        if (this.#number() !== 0) this.#features.add("reference-types");
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
