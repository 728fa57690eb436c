import type { References } from "./references.ts";
import { readRef, writeRef } from "./refs.ts";

const decoder = new TextDecoder();
/** Bytes of a string that is decoded by hand. */
const SHORT = 24;

/**
 * A Go program's memory in the layout of `syscall/js`: 64-bit words, and values as floats whose NaNs are references
 * (`syscall/js/js.go`, type `ref`).
 */
export class GoMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #references: References;
  #view: DataView;
  /** Has no length once the memory has grown, which is quicker to see than a buffer that is another one. */
  #bytes: Uint8Array;

  constructor(memory: WebAssembly.Memory, references: References) {
    this.#memory = memory;
    this.#references = references;
    this.#view = new DataView(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
  }

  get view(): DataView {
    if (this.#bytes.length === 0) this.#renew();
    return this.#view;
  }

  #renew(): void {
    const { buffer } = this.#memory;
    this.#view = new DataView(buffer);
    this.#bytes = new Uint8Array(buffer);
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
    const bytes = this.getBytes(at);
    if (bytes.length > SHORT) return decoder.decode(bytes);
    // Names of properties, nearly always: a decoder costs several times as much as these few bytes.
    let text = "";
    for (const byte of bytes) {
      if (byte > 127) return decoder.decode(bytes);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** A `[]ref`. */
  getValues(at: number): unknown[] {
    const start = this.getInt64(at);
    const values: unknown[] = [];
    for (let left = this.getInt64(at + 8), from = start; left > 0; left--, from += 8) values.push(this.getValue(from));
    return values;
  }
}
