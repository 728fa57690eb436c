import { cutEvenly, type ByteStream } from "../byte-stream.ts";

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
 * Uncompressed bytes per block: small enough that one program uses several cores, large enough that starting a block costs
 * little. Part of the format of our archives: another number gives other bytes.
 */
export const DEFLATE_BLOCK = 1 << 21;

const WINDOW = 32_768;

/** How much may be compressed at the same time. Never changes a byte. */
export interface DeflateOptions {
  /** Blocks in work at once, at least 1. */
  readonly parallel: number;
}

/**
 * Compresses a stream in blocks of 2 MiB, each primed with the 32 KiB before it, so that one file can use several
 * cores while its bytes depend on nothing but the input. Holds about `parallel + 1` blocks in memory.
 */
export async function* deflateStream(
  source: ByteStream,
  deflater: Deflater,
  options: DeflateOptions,
): AsyncGenerator<Uint8Array> {
  const running: Promise<Uint8Array>[] = [];
  const start = (bytes: Uint8Array, before: Uint8Array | undefined, last: boolean): void => {
    const dictionary = before?.subarray(Math.max(0, before.length - WINDOW));
    const work = deflater.deflateBlock({ bytes, last, ...(dictionary ? { dictionary } : {}) });
    // A rejection is reported when its turn comes, not as an unhandled one before.
    work.catch(() => {});
    running.push(work);
  };
  let before: Uint8Array | undefined;
  let current: Uint8Array | undefined;
  try {
    for await (const next of cutEvenly(source, DEFLATE_BLOCK)) {
      if (current !== undefined) {
        start(current, before, false);
        before = current;
        while (running.length >= options.parallel) yield await running.shift()!;
      }
      current = next;
    }
    start(current ?? new Uint8Array(0), before, true);
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
