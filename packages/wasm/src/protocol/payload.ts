import { fail } from "../vfs/fs-error.ts";
import { decodeUtf8, encodeUtf8 } from "../vfs/utf8.ts";

/** Reads a payload from front to back. Every read is checked, so a short payload is EPROTO. */
export class PayloadReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) fail("EPROTO", "payload ends too early");
    this.#at += length;
    return at;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  /** A 64-bit number that must be exact as a float. */
  offset(): number {
    const value = this.u64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) fail("EINVAL", "offset");
    return Number(value);
  }

  /** A string with its length before it. @throws EILSEQ */
  string(): string {
    const length = this.u32();
    const at = this.#take(length);
    return decodeUtf8(this.#bytes.subarray(at, at + length));
  }

  /** Everything that is left. */
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#take(this.#bytes.length - this.#at));
  }

  /** @throws EPROTO when something is left */
  end(): void {
    if (this.#at !== this.#bytes.length) fail("EPROTO", "payload is too long");
  }
}

/** Writes a payload from front to back. */
export class PayloadWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  #grow(length: number): number {
    const at = this.#length;
    this.#length += length;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
    }
    return at;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    new DataView(this.#bytes.buffer).setUint32(at, value, true);
    return this;
  }

  u64(value: bigint | number): this {
    const at = this.#grow(8);
    new DataView(this.#bytes.buffer).setBigUint64(at, BigInt(value), true);
    return this;
  }

  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  string(value: string): this {
    const encoded = encodeUtf8(value);
    return this.u32(encoded.length).bytes(encoded);
  }

  /** What was written. */
  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
