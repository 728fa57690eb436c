import { ArchiveError } from "./archive-error.ts";
import { joinBytes, type ByteStream } from "./byte-stream.ts";

/** A cursor over a stream from strangers: knows its offset, holds one piece, and never trusts a length. */
export class StreamReader {
  readonly #iterator: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #offset = 0;

  constructor(source: ByteStream) {
    this.#iterator = toAsync(source);
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Whether the stream has ended. */
  async atEnd(): Promise<boolean> {
    return !(await this.#fill());
  }

  /** Takes exactly `count` bytes; the caller has bounded it. @throws ArchiveError `truncated` */
  async take(count: number, what: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of this.pieces(count, what)) parts.push(part);
    return joinBytes(parts);
  }

  /** Takes `count` bytes in pieces. @throws ArchiveError `truncated` */
  async *pieces(count: number, what: string): AsyncGenerator<Uint8Array> {
    const start = this.#offset;
    for (let left = count; left > 0;) {
      if (!(await this.#fill())) {
        throw new ArchiveError(
          "truncated",
          this.#offset,
          `The archive ends within ${what}, which needs ${count} bytes from offset ${start}`,
        );
      }
      const part = this.#piece.subarray(0, left);
      this.#piece = this.#piece.subarray(part.length);
      this.#offset += part.length;
      left -= part.length;
      yield part;
    }
  }

  /** Passes over `count` bytes. @throws ArchiveError `truncated` */
  async skip(count: number, what: string): Promise<void> {
    for await (const _ of this.pieces(count, what)) continue;
  }

  /** Takes the next piece of any size; nothing at the end. */
  async next(): Promise<Uint8Array | undefined> {
    if (!(await this.#fill())) return undefined;
    const piece = this.#piece;
    this.#piece = piece.subarray(piece.length);
    this.#offset += piece.length;
    return piece;
  }

  /** Ends the source, so that what feeds it can clean up. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #fill(): Promise<boolean> {
    while (this.#piece.length === 0) {
      const next = await this.#iterator.next();
      if (next.done === true) return false;
      this.#piece = next.value;
    }
    return true;
  }
}

async function* toAsync(source: ByteStream): AsyncGenerator<Uint8Array> {
  yield* source;
}
