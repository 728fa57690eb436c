import zlib from "node:zlib";
import { promisify } from "node:util";

const compress = promisify(zlib.zstdCompress);
const decompress = promisify(zlib.zstdDecompress);

/** Zstandard of bytes at a low level, off the main thread. Not the same on every Node: for what is named by its digest. */
export async function zstdBytes(bytes: Uint8Array): Promise<Uint8Array> {
  return plain(await compress(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 3 } }));
}

/**
 * What was compressed, which must be `size` bytes.
 *
 * @throws Error when it is damaged or larger
 */
export async function unzstdBytes(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const made = await decompress(bytes, { maxOutputLength: Math.max(size, 1) });
  if (made.length !== size) throw new Error(`${made.length} bytes in place of ${size}`);
  return plain(made);
}

function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
