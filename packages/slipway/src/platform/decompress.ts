import { Readable } from "node:stream";
import zlib from "node:zlib";
import type * as Xz from "xz-decompress";
import { ArchiveError } from "../archive/archive-error.ts";
import { joinBytes, type ByteStream } from "../archive/byte-stream.ts";
import type { ReadLimits } from "../archive/read-limits.ts";
import { withoutSha256 } from "./xz-checks.ts";
import { XZ_FILTERS_HEAD, xzFilter } from "./xz-filters.ts";

/** What this host unpacks: gzip with any number of members, Zstandard and xz with any number of frames and streams. */
export type Compression = "gzip" | "zstd" | "xz";

/** Growth below this is no bomb, whatever the ratio. */
const FREE = 1 << 20;
/** LZMA2 and Zstandard make more of a run of zeros than DEFLATE can. */
const RATIO: Readonly<Record<Compression, number>> = { gzip: 1, zstd: 32, xz: 8 };

/**
 * Unpacks a stream with the host's own decoders.
 *
 * @throws ArchiveError `too-large` when it grows beyond the limits, else `corrupt`
 */
export async function* decompress(
  format: Compression,
  source: ByteStream,
  limits: ReadLimits,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  let made = 0;
  let head: Uint8Array = new Uint8Array(0);
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of source) {
      read += piece.length;
      if (head.length < XZ_FILTERS_HEAD) head = joinBytes([head, piece.subarray(0, XZ_FILTERS_HEAD)]);
      yield piece;
    }
  }
  const input = Readable.from(format === "xz" ? withoutSha256(counted()) : counted(), { objectMode: true });
  const output = await decoder(format, input);
  try {
    for await (const piece of output) {
      const bytes = piece as Uint8Array;
      made += bytes.length;
      if (made > limits.bytes || made > FREE + read * limits.ratio * RATIO[format])
        throw new ArchiveError("too-large", read, `Unpacking ${format} gives more than ${made} bytes for ${read}`);
      yield bytes;
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    const told = error instanceof Error ? error.message : String(error);
    // XZ_OPTIONS_ERROR of the decoder.
    const message =
      format === "xz" && told.endsWith(" code 6")
        ? `it has ${xzFilter(head) ?? "a filter"}, which is not read here; \`xz -d\` unpacks it`
        : told;
    throw new ArchiveError("corrupt", read, `Cannot unpack ${format}: ${message}`);
  } finally {
    input.destroy();
  }
}

async function decoder(format: Compression, input: Readable): Promise<AsyncIterable<unknown>> {
  if (format === "xz") {
    // A CommonJS package: its names come on the default export.
    const xz = (await import("xz-decompress")) as unknown as { default: typeof Xz };
    return new xz.default.XzReadableStream(Readable.toWeb(input) as ReadableStream<Uint8Array>);
  }
  const stream = format === "gzip" ? zlib.createGunzip({ chunkSize: 1 << 18 }) : zlib.createZstdDecompress();
  input.on("error", (error) => stream.destroy(error));
  return input.pipe(stream);
}
