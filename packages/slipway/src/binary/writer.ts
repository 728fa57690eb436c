/** Writes numbers into a copy of a file at known places, in the file's own byte order. */
export class Writer {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, options: { readonly littleEndian?: boolean } = {}) {
    this.bytes = bytes;
    this.littleEndian = options.littleEndian ?? true;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(at: number, value: number): this {
    this.#view.setUint16(at, value, this.littleEndian);
    return this;
  }

  u32(at: number, value: number): this {
    this.#view.setUint32(at, value, this.littleEndian);
    return this;
  }

  u64(at: number, value: bigint): this {
    this.#view.setBigUint64(at, value, this.littleEndian);
    return this;
  }
}
