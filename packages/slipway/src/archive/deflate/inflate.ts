import { ArchiveError } from "../archive-error.ts";
import type { ByteStream } from "../byte-stream.ts";
import type { ReadLimits } from "../read-limits.ts";

/** What to unpack, and how far to trust it. */
export interface InflateOptions {
  readonly format: "gzip" | "deflate-raw";
  /** For messages: `member "hello"`. */
  readonly what: string;
  readonly limits: ReadLimits;
  /** Where the compressed bytes begin. */
  readonly offset: number;
}

/** Growth below this is no bomb, whatever the ratio: a MiB of zeros is a kilobyte. */
const FREE = 1 << 20;

/**
 * Decompresses with the platform's own decoder (a web stream, in browsers and Node alike).
 *
 * @throws ArchiveError `too-large` when it grows beyond the limits, `truncated` when it ends early, `corrupt` otherwise.
 */
export async function* inflate(source: ByteStream, options: InflateOptions): AsyncGenerator<Uint8Array> {
  const { what, limits, offset } = options;
  const stream = new DecompressionStream(options.format);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  let read = 0;
  let made = 0;
  let ended = false;
  let failure: unknown;
  const feed = (async () => {
    try {
      for await (const piece of source) {
        // Small pieces keep what one write can blow up to small.
        for (let at = 0; at < piece.length; at += 16_384) {
          const part = piece.slice(at, at + 16_384);
          read += part.length;
          await writer.write(part);
        }
      }
      ended = true;
      await writer.close();
    } catch (error) {
      failure ??= error;
      await writer.abort(error).catch(() => {});
    }
  })();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      made += value.length;
      if (made > limits.bytes || made > FREE + read * limits.ratio) {
        throw new ArchiveError(
          "too-large",
          offset + read,
          `Unpacking ${what} gives more than ${made} bytes for ${read}`,
        );
      }
      yield value;
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    if (failure instanceof ArchiveError) throw failure;
    const fault = ended ? "truncated" : "corrupt";
    throw new ArchiveError(
      fault,
      offset + read,
      `Cannot unpack ${what}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await reader.cancel().catch(() => {});
    await feed;
  }
}
