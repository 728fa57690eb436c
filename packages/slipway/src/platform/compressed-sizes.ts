import { promisify } from "node:util";
import zlib from "node:zlib";

/** What a download weighs: gzip at level 9, brotli at quality 11. Sizes to look at; Node's encoders are quick and good enough. */
export async function compressedSizes(bytes: Uint8Array): Promise<{ readonly gzip: number; readonly brotli: number }> {
  const [gzip, brotli] = await Promise.all([
    promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.gzip)(bytes, { level: 9 }),
    promisify<Uint8Array, Uint8Array>(zlib.brotliCompress)(bytes),
  ]);
  return { gzip: gzip.length, brotli: brotli.length };
}
