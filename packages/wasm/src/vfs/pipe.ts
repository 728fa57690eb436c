import { fail } from "./fs-error.ts";
import { encodeUtf8 } from "./utf8.ts";

/** A queue of bytes from the page to the program: what stdin is made of. */
export class Pipe {
  readonly #chunks: Uint8Array[] = [];
  #ended = false;
  #arrival: PromiseWithResolvers<void> | undefined;
  /** The number of bytes that wait. */
  length = 0;

  /** Adds bytes, which must not change afterwards. */
  push(chunk: Uint8Array | string): void {
    const bytes = typeof chunk === "string" ? encodeUtf8(chunk) : chunk;
    if (bytes.length === 0 || this.#ended) return;
    this.#chunks.push(bytes);
    this.length += bytes.length;
    this.#wake();
  }

  /** The end of the input: reads return 0 once everything was read. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    this.#arrival?.resolve();
    this.#arrival = undefined;
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
    this.length -= part.length;
    if (part.length === first.length) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(part.length);
    return part.length;
  }

  /** A promise of the next bytes or the end, or undefined when `take` has an answer now. */
  pending(): Promise<void> | undefined {
    if (this.#ended || this.length > 0) return undefined;
    return (this.#arrival ??= Promise.withResolvers()).promise;
  }
}
