import type { ByteStream } from "../byte-stream.ts";
import { READ_LIMITS, type ReadLimits } from "../read-limits.ts";
import { inflate } from "../deflate/inflate.ts";

/**
 * Unpacks a gzip stream (RFC 1952), checked against its own CRC and length. Growth is bounded by `limits.ratio` and
 * `limits.bytes`.
 *
 * @throws ArchiveError
 */
export function readGzip(source: ByteStream, limits: ReadLimits = READ_LIMITS): AsyncGenerator<Uint8Array> {
  return inflate(source, { format: "gzip", what: "the gzip stream", limits, offset: 0 });
}
