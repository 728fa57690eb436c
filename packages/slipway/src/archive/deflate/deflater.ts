import { CUT, type ByteStream } from "../byte-stream.ts";

/** One block to compress. `dictionary` is the up to 32 KiB before it; `last` ends the DEFLATE stream. */
export interface DeflateBlock {
  readonly bytes: Uint8Array;
  readonly dictionary?: Uint8Array;
  readonly last: boolean;
}

/**
 * A DEFLATE encoder (RFC 1951). `deflateBlock` gives raw DEFLATE with zlib's level 5 and memLevel 7, ended by an empty
 * stored block (sync flush) or by the final block. Every encoder that we use gives the very same bytes; see
 * `chooseDeflater`.
 */
export interface Deflater {
  readonly name: string;
  deflateBlock(block: DeflateBlock): Promise<Uint8Array>;
  /** CRC-32 as in gzip and zip, continued from `seed` (0 at the start). */
  crc32(bytes: Uint8Array, seed: number): number;
}

/**
 * What Go programs want: a quarter of the CPU of Go's level 9, and 0 to 0.5 % larger. Level 6 takes a quarter more for
 * 0.2 % less. A lower memLevel ends blocks of Huffman codes earlier, which pays where code turns into tables.
 */
export const DEFLATE_LEVEL = 5;
export const DEFLATE_MEM_LEVEL = 7;

/**
 * Uncompressed bytes per block: small enough that one program uses several cores and that few blocks differ between two
 * versions of it, large enough that starting a block costs little. Part of the format of our archives: another number
 * gives other bytes.
 */
export const DEFLATE_BLOCK = 1 << 18;

const WINDOW = 32_768;

/** How much may be compressed at the same time. Never changes a byte. */
export interface DeflateOptions {
  /** Blocks in work at once, at least 1. */
  readonly parallel: number;
}

/**
 * Compresses a stream in blocks of 256 KiB, each primed with the 32 KiB before it, so that one file can use several
 * cores while its bytes depend on nothing but the input. A `CUT` in the stream ends a block early. Holds about
 * `parallel + 1` blocks in memory, in buffers that are used again.
 */
export async function* deflateStream(
  source: ByteStream,
  deflater: Deflater,
  options: DeflateOptions,
): AsyncGenerator<Uint8Array> {
  const running: Promise<Uint8Array>[] = [];
  const idle: Uint8Array[] = [];
  // A block lies at WINDOW, and what came before it in front of that.
  let buffer: Uint8Array = new Uint8Array(WINDOW + DEFLATE_BLOCK);
  let before = 0;
  let filled = 0;
  const start = (last: boolean): void => {
    const used = buffer;
    const work = deflater.deflateBlock({
      bytes: used.subarray(WINDOW, WINDOW + filled),
      ...(before > 0 ? { dictionary: used.subarray(WINDOW - before, WINDOW) } : {}),
      last,
    });
    // A rejection is reported when its turn comes, not as an unhandled one before.
    work.then(
      () => idle.push(used),
      () => {},
    );
    running.push(work);
    const end = WINDOW + filled;
    before = Math.min(WINDOW, before + filled);
    filled = 0;
    if (last) return;
    buffer = idle.pop() ?? new Uint8Array(WINDOW + DEFLATE_BLOCK);
    buffer.set(used.subarray(end - before, end), WINDOW - before);
  };
  let cut = false;
  try {
    for await (const piece of source) {
      if (piece === CUT) cut = filled > 0;
      for (let at = 0; at < piece.length;) {
        // Only now it is certain that the block is not the last.
        if (cut || filled === DEFLATE_BLOCK) {
          start(false);
          cut = false;
          while (running.length >= options.parallel) yield await running.shift()!;
        }
        const count = Math.min(DEFLATE_BLOCK - filled, piece.length - at);
        buffer.set(piece.subarray(at, at + count), WINDOW + filled);
        filled += count;
        at += count;
      }
    }
    start(true);
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
