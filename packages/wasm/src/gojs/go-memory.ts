import type { References } from "./references.ts";
import { Names } from "./names.ts";
import { readRef, writeRef } from "./refs.ts";

const decoder = new TextDecoder();

/**
 * A Go program's memory in the layout of `syscall/js`: 64-bit words, and values as floats whose NaNs are references
 * (`syscall/js/js.go`, type `ref`).
 */
export class GoMemory {
  readonly #references: References;
  readonly #names = new Names();
  #memory: Pick<WebAssembly.Memory, "buffer"> = { buffer: new ArrayBuffer(0) };
  #view!: DataView;
  /** Has no length once the memory has grown, which is quicker to see than a buffer that is another one. */
  #bytes = new Uint8Array(0);

  constructor(references: References) {
    this.#references = references;
  }

  /** The memory is there only once the program is. */
  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  /** Renews the views where the memory has grown. */
  #renew(): void {
    if (this.#bytes.length !== 0) return;
    const { buffer } = this.#memory;
    this.#view = new DataView(buffer);
    this.#bytes = new Uint8Array(buffer);
  }

  get view(): DataView {
    this.#renew();
    return this.#view;
  }

  get bytes(): Uint8Array {
    this.#renew();
    return this.#bytes;
  }

  // Addresses come as the signed numbers that the engine makes of them: beyond 2 GB they are negative.

  setByte(at: number, value: number): void {
    this.view.setUint8(at >>> 0, value);
  }

  getInt32(at: number): number {
    return this.view.getInt32(at >>> 0, true);
  }

  setInt32(at: number, value: number): void {
    this.view.setInt32(at >>> 0, value, true);
  }

  setInt64(at: number, value: number): void {
    this.setInt32(at, value);
    this.setInt32(at + 4, Math.floor(value / 2 ** 32));
  }

  getInt64(at: number): number {
    return (this.getInt32(at) >>> 0) + this.getInt32(at + 4) * 2 ** 32;
  }

  /** @param unseen see `References.get` */
  getValue(at: number, unseen?: boolean): unknown {
    return readRef(this.view, at >>> 0, this.#references, unseen);
  }

  /** @param unseen see `References.add` */
  setValue(at: number, value: unknown, unseen?: boolean): void {
    writeRef(this.view, at >>> 0, value, this.#references, unseen);
  }

  /** A `[]byte`, as the program's own bytes. */
  getBytes(at: number): Uint8Array {
    const start = this.getInt64(at);
    return this.bytes.subarray(start, start + this.getInt64(at + 8));
  }

  getString(at: number): string {
    const start = this.getInt64(at);
    const length = this.getInt64(at + 8);
    return this.#names.get(this.bytes, start, length) ?? decoder.decode(this.getBytes(at));
  }

  /** A `[]ref`. */
  getValues(at: number, unseen?: boolean): unknown[] {
    const start = this.getInt64(at);
    const length = this.getInt64(at + 8);
    const values: unknown[] = [];
    for (let index = 0; index < length; index++) values.push(this.getValue(start + index * 8, unseen));
    return values;
  }
}
