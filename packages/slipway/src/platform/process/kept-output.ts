import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

const DEFAULT_KEEP = 16 * 1024 * 1024;

/** What was kept of a stream. */
export interface KeptOutput {
  /** The first `keep` bytes, with a line that says how much is missing when more came. */
  text(): string;
}

/**
 * Reads a stream to its end: every chunk goes to `onText` (characters are never torn apart), and the first `keep`
 * bytes stay in memory, so that ten megabytes of compiler output cost no more than was asked for.
 */
export function keepOutput(stream: Readable, keep: number | undefined, onText: (text: string) => void): KeptOutput {
  const limit = keep ?? DEFAULT_KEEP;
  const decoder = new StringDecoder("utf8");
  const parts: Uint8Array[] = [];
  let kept = 0;
  let seen = 0;
  stream.on("data", (chunk: Buffer) => {
    seen += chunk.length;
    if (kept < limit) {
      const part = chunk.subarray(0, limit - kept);
      kept += part.length;
      parts.push(part);
    }
    const text = decoder.write(chunk);
    if (text !== "") onText(text);
  });
  stream.on("end", () => {
    const text = decoder.end();
    if (text !== "") onText(text);
  });
  stream.on("error", () => undefined);
  return {
    text() {
      const text = Buffer.concat(parts).toString("utf8");
      return seen > kept ? `${text}\n[${seen - kept} more bytes were left out]\n` : text;
    },
  };
}
