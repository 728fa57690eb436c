import { decodeText } from "./decode-text.ts";
import { FormatError } from "./format-error.ts";

/** How the numbers of a file are written. */
export interface ReaderOptions {
  readonly littleEndian?: boolean;
  /** Width in bytes of what `address()` reads: 8 in 64-bit files. */
  readonly addressSize?: 4 | 8;
  /** Where the bytes begin in the file that a person holds; only error messages use it. */
  readonly origin?: number;
}

/** No name in any of the formats is longer; a longer one is a trap that makes every copy of it cost. */
const MAX_NAME = 1 << 20;

/**
 * A cursor over bytes from strangers. Each read is checked against the end, numbers that count or measure are checked
 * against what is left, and nothing is copied: slices are views.
 *
 * Every method throws a `FormatError` that names the field.
 */
export class Reader {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly addressSize: 4 | 8;
  readonly origin: number;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array, options: ReaderOptions = {}) {
    this.bytes = bytes;
    this.littleEndian = options.littleEndian ?? true;
    this.addressSize = options.addressSize ?? 8;
    this.origin = options.origin ?? 0;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  /** The position of the next read, from the start of these bytes. */
  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.bytes.length - this.#at;
  }

  /** The error for a field whose value cannot be right; `at` counts from the start of these bytes. */
  fault(field: string, found: string, expected: string, at: number = this.#at): FormatError {
    return new FormatError({ offset: this.origin + at, field, found, expected });
  }

  seek(offset: number, field: string): this {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset > this.bytes.length) {
      throw this.fault(field, `offset ${offset}`, `an offset within ${this.bytes.length} bytes`);
    }
    this.#at = offset;
    return this;
  }

  skip(count: number, field: string): this {
    this.#take(count, field);
    return this;
  }

  u8(field: string): number {
    return this.bytes[this.#take(1, field)]!;
  }

  u16(field: string): number {
    return this.#view.getUint16(this.#take(2, field), this.littleEndian);
  }

  u32(field: string): number {
    return this.#view.getUint32(this.#take(4, field), this.littleEndian);
  }

  i16(field: string): number {
    return this.#view.getInt16(this.#take(2, field), this.littleEndian);
  }

  i32(field: string): number {
    return this.#view.getInt32(this.#take(4, field), this.littleEndian);
  }

  u64(field: string): bigint {
    return this.#view.getBigUint64(this.#take(8, field), this.littleEndian);
  }

  i64(field: string): bigint {
    return this.#view.getBigInt64(this.#take(8, field), this.littleEndian);
  }

  /** An address, 4 or 8 bytes wide as the file's class says. */
  address(field: string): bigint {
    return this.addressSize === 8 ? this.u64(field) : BigInt(this.u32(field));
  }

  /** A size or offset as wide as an address. Beyond 2^53 it is outside any file, hence an error. */
  size(field: string): number {
    return this.addressSize === 8 ? this.size64(field) : this.u32(field);
  }

  /** A 64-bit size or offset as a number. */
  size64(field: string): number {
    const at = this.#at;
    const value = this.u64(field);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.fault(field, `${value}`, "at most 2^53 - 1", at);
    return Number(value);
  }

  /** An unsigned LEB128 number of at most 32 bits (WebAssembly core, 5.2.2). */
  uleb32(field: string): number {
    const start = this.#at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8(field);
      if (shift === 28 && (byte & 0xf0) !== 0) throw this.fault(field, "a longer number", "LEB128 of 32 bits", start);
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
    throw this.fault(field, "a longer number", "LEB128 of 32 bits", start);
  }

  /** An unsigned LEB128 number of at most 64 bits. */
  uleb64(field: string): bigint {
    const start = this.#at;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8(field);
      if (shift === 63n && (byte & 0xfe) !== 0) throw this.fault(field, "a longer number", "LEB128 of 64 bits", start);
      value |= BigInt(byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
    throw this.fault(field, "a longer number", "LEB128 of 64 bits", start);
  }

  /** A signed LEB128 number of at most 32 bits. */
  sleb32(field: string): number {
    const start = this.#at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8(field);
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return shift < 28 && (byte & 0x40) !== 0 ? value | (-1 << (shift + 7)) : value;
    }
    throw this.fault(field, "a longer number", "LEB128 of 32 bits", start);
  }

  /** A signed LEB128 number of at most 64 bits. */
  sleb64(field: string): bigint {
    const start = this.#at;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8(field);
      value |= BigInt(byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return BigInt.asIntN(64, (byte & 0x40) !== 0 ? value | (-1n << (shift + 7n)) : value);
    }
    throw this.fault(field, "a longer number", "LEB128 of 64 bits", start);
  }

  /** The next `count` bytes as a view. */
  take(count: number, field: string): Uint8Array {
    const at = this.#take(count, field);
    return this.bytes.subarray(at, at + count);
  }

  /** The next `count` bytes as text, up to the first NUL. */
  fixedText(count: number, field: string): string {
    const bytes = this.take(count, field);
    const end = bytes.indexOf(0);
    return decodeText(bytes, 0, end < 0 ? count : end);
  }

  /** Text up to a NUL, which is passed. */
  cstring(field: string): string {
    const end = this.bytes.indexOf(0, this.#at);
    if (end < 0) throw this.fault(field, "no NUL before the end", "text ended by NUL");
    if (end - this.#at > MAX_NAME)
      throw this.fault(field, `${end - this.#at} bytes`, `at most ${MAX_NAME} bytes of text`);
    const text = decodeText(this.bytes, this.#at, end);
    this.#at = end + 1;
    return text;
  }

  /** A view of `size` bytes at `offset`, wherever the cursor is. */
  slice(offset: number, size: number, field: string): Uint8Array {
    this.#within(offset, size, field);
    return this.bytes.subarray(offset, offset + size);
  }

  /** A reader of a part, whose errors still name offsets in the whole. */
  sub(offset: number, size: number, field: string): Reader {
    return new Reader(this.slice(offset, size, field), {
      littleEndian: this.littleEndian,
      addressSize: this.addressSize,
      origin: this.origin + offset,
    });
  }

  /**
   * Returns `count` when that many records of at least `each` bytes fit behind the cursor. Called before a loop or an
   * allocation, so that a count in a small file cannot ask for a large one.
   */
  count(count: number, each: number, field: string): number {
    if (count * each > this.remaining) {
      throw this.fault(field, `${count}`, `at most ${Math.floor(this.remaining / each)} records of ${each} bytes`);
    }
    return count;
  }

  #take(count: number, field: string): number {
    const at = this.#at;
    if (count > this.bytes.length - at || count < 0) {
      throw this.fault(field, `${this.bytes.length - at} bytes`, `${count} bytes`);
    }
    this.#at = at + count;
    return at;
  }

  #within(offset: number, size: number, field: string): void {
    if (offset < 0 || size < 0 || !(offset + size <= this.bytes.length)) {
      throw this.fault(
        field,
        `${size} bytes at 0x${offset.toString(16)}`,
        `a range within the file's ${this.bytes.length} bytes`,
        Math.min(Math.max(offset, 0), this.bytes.length),
      );
    }
  }
}
