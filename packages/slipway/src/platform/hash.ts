import { createHash, hash } from "node:crypto";
import { promises as fs } from "node:fs";
import { lendFilePieces } from "./file/file-stream.ts";

/** Up to this size one read and one call is fastest. */
const WHOLE = 256 * 1024;

/** The lower-case hex SHA-256 of bytes or of a text's UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

/** The lower-case hex SHA-256 of bytes that lie in several pieces. */
export function sha256OfPieces(pieces: Iterable<Uint8Array>): string {
  const sum = createHash("sha256");
  for (const piece of pieces) sum.update(piece);
  return sum.digest("hex");
}

/** The 32 bytes of the SHA-256, for readers that take a host's own. */
export function sha256Bytes(data: Uint8Array): Uint8Array {
  return hash("sha256", data, "buffer");
}

/** The SHA-384 in base64, as `integrity` attributes have it. */
export function sha384Base64(data: Uint8Array): string {
  return hash("sha384", data, "base64");
}

/**
 * The lower-case hex SHA-256 of a file's content, in bounded memory.
 *
 * @throws the system's error when it cannot be read.
 */
export async function sha256OfFile(path: string): Promise<string> {
  const { size } = await fs.stat(path);
  if (size <= WHOLE) return sha256(await fs.readFile(path));
  const sum = createHash("sha256");
  for await (const piece of lendFilePieces(path)) sum.update(piece);
  return sum.digest("hex");
}

/** Passes pieces on and tells the SHA-256 of all of them in the end. */
export async function* sha256Passing(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  tell: (digest: string) => void,
): AsyncGenerator<Uint8Array> {
  const sum = createHash("sha256");
  for await (const piece of pieces) {
    sum.update(piece);
    yield piece;
  }
  tell(sum.digest("hex"));
}
