import { createHash, hash } from "node:crypto";
import { createReadStream, promises as fs } from "node:fs";

/** Below this size one read and one call is fastest; above it memory is kept bounded by a stream. */
const WHOLE = 64 * 1024 * 1024;

/** The lower-case hex SHA-256 of bytes or of a text's UTF-8. */
export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
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
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) sum.update(chunk as Uint8Array);
  return sum.digest("hex");
}
