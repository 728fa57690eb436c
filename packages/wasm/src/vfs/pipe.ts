import { fail } from "./fs-error.ts";

/** A queue of bytes from the page to the program: what stdin is made of. */
export class Pipe {
  #chunks: Uint8Array[] = [];
  #ended = false;
  #waiting: (() => void)[] = [];

  /** Adds bytes, which must not change afterwards. */
  push(chunk: Uint8Array | string): void {
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    if (bytes.length > 0 && !this.#ended) this.#chunks.push(bytes);
    this.#wake();
  }

  /** The end of the input: reads return 0 once everything was read. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Moves waiting bytes into `into`. @throws EAGAIN when there are none yet */
  take(into: Uint8Array): number {
    const first = this.#chunks[0];
    if (first === undefined) {
      if (this.#ended || into.length === 0) return 0;
      fail("EAGAIN");
    }
    const part = first.subarray(0, into.length);
    into.set(part);
    if (part.length === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(part.length);
    return part.length;
  }

  /** The number of bytes that wait. */
  get length(): number {
    return this.#chunks.reduce((sum, { length }) => sum + length, 0);
  }

  /** A promise of the next bytes or the end, or undefined when `take` has an answer now. */
  pending(): Promise<void> | undefined {
    if (this.#ended || this.#chunks.length > 0) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
