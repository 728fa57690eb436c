import { ArchiveError } from "../archive-error.ts";

/** A cursor over little-endian fields of a zip record. Every read is checked. @throws ArchiveError `truncated` */
export class ZipFields {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #origin: number;
  #at = 0;

  /** `origin` is where the bytes begin in the file, for messages. */
  constructor(bytes: Uint8Array, origin: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#origin = origin;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  get offset(): number {
    return this.#origin + this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** 64 bits that must be a safe integer. @throws ArchiveError `too-large` */
  u64(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new ArchiveError("too-large", this.offset - 8, `A size or offset is ${value}`);
    return Number(value);
  }

  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  #advance(length: number): number {
    if (length > this.left)
      throw new ArchiveError("truncated", this.offset, `A record ends ${length - this.left} bytes too early`);
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
