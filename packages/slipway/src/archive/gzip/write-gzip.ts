import type { ByteStream } from "../byte-stream.ts";
import { deflateStream, type DeflateOptions, type Deflater } from "../deflate/deflater.ts";

/** How to write a gzip file. */
export interface GzipOptions extends DeflateOptions {
  /** The name that `gunzip -N` restores. Left out when it is not ASCII, which is all that every reader agrees on. */
  readonly name?: string;
}

/**
 * Writes one gzip member (RFC 1952) with nothing of the host in it: time 0, XFL 0 as zlib writes for its middle levels, and
 * operating system 255 ("unknown").
 */
export async function* writeGzip(
  source: ByteStream,
  deflater: Deflater,
  options: GzipOptions,
): AsyncGenerator<Uint8Array> {
  const name = options.name !== undefined && /^[\u0020-\u007e]+$/u.test(options.name) ? options.name : undefined;
  const header = new Uint8Array([0x1f, 0x8b, 8, name === undefined ? 0 : 8, 0, 0, 0, 0, 0, 255]);
  yield header;
  if (name !== undefined) yield new TextEncoder().encode(`${name}\0`);
  let crc = 0;
  let size = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      crc = deflater.crc32(piece, crc);
      size = (size + piece.length) % 0x1_0000_0000;
      yield piece;
    }
  }
  yield* deflateStream(counted(), deflater, options);
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, size, true);
  yield new Uint8Array(trailer.buffer);
}
