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

  get view(): DataView {
    if (this.#bytes.length === 0) {
      const { buffer } = this.#memory;
      this.#view = new DataView(buffer);
      this.#bytes = new Uint8Array(buffer);
    }
    return this.#view;
  }

  setInt64(at: number, value: number): void {
    this.view.setUint32(at, value, true);
    this.view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
  }

  getInt64(at: number): number {
    return this.view.getUint32(at, true) + this.view.getInt32(at + 4, true) * 2 ** 32;
  }

  getValue(at: number): unknown {
    return readRef(this.view, at, this.#references);
  }

  setValue(at: number, value: unknown): void {
    writeRef(this.view, at, value, this.#references);
  }

  /** A `[]byte`, as the program's own bytes. */
  getBytes(at: number): Uint8Array {
    const { buffer } = this.view;
    return new Uint8Array(buffer, this.getInt64(at), this.getInt64(at + 8));
  }

  getString(at: number): string {
    const start = this.getInt64(at);
    const length = this.getInt64(at + 8);
    return this.#names.get(this.#bytes, start, length) ?? decoder.decode(this.getBytes(at));
  }

  /** A `[]ref`. */
  getValues(at: number): unknown[] {
    const start = this.getInt64(at);
    const values: unknown[] = [];
    for (let left = this.getInt64(at + 8), from = start; left > 0; left--, from += 8) values.push(this.getValue(from));
    return values;
  }
}
