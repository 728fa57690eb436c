import type { References } from "./references.ts";

/** The high half of a NaN that carries a reference; its low bits tell Go the value's type. */
const NAN_HEAD = 0x7ff80000;

const TYPE_FLAGS: Record<string, number> = { object: 1, string: 2, symbol: 3, function: 4 };

const decoder = new TextDecoder();

/**
 * A Go program's memory in the layout of `syscall/js`: 64-bit words, and values as floats whose NaNs are references
 * (`syscall/js/js.go`, type `ref`).
 */
export class GoMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #references: References;
  #view: DataView;

  constructor(memory: WebAssembly.Memory, references: References) {
    this.#memory = memory;
    this.#references = references;
    this.#view = new DataView(memory.buffer);
  }

  get view(): DataView {
    if (this.#view.buffer !== this.#memory.buffer) this.#view = new DataView(this.#memory.buffer);
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
    const number = this.view.getFloat64(at, true);
    if (number === 0) return undefined;
    return Number.isNaN(number) ? this.#references.get(this.view.getUint32(at, true)) : number;
  }

  setValue(at: number, value: unknown): void {
    const { view } = this;
    if (value === undefined) {
      view.setFloat64(at, 0, true);
    } else if (typeof value === "number" && value !== 0 && !Number.isNaN(value)) {
      view.setFloat64(at, value, true);
    } else if (Number.isNaN(value)) {
      view.setUint32(at + 4, NAN_HEAD, true);
      view.setUint32(at, 0, true);
    } else {
      const flag = value === null ? 0 : (TYPE_FLAGS[typeof value] ?? 0);
      view.setUint32(at + 4, NAN_HEAD | flag, true);
      view.setUint32(at, this.#references.add(value), true);
    }
  }

  /** A `[]byte`, as the program's own bytes. */
  getBytes(at: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.getInt64(at), this.getInt64(at + 8));
  }

  getString(at: number): string {
    return decoder.decode(this.getBytes(at));
  }

  /** A `[]ref`. */
  getValues(at: number): unknown[] {
    const start = this.getInt64(at);
    return Array.from({ length: this.getInt64(at + 8) }, (_, index) => this.getValue(start + index * 8));
  }
}
