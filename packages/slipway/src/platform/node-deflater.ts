import { promisify } from "node:util";
import zlib from "node:zlib";
import { DEFLATE_BLOCK, DEFLATE_LEVEL, DEFLATE_MEM_LEVEL, type Deflater } from "../archive/deflate/deflater.ts";
import { chooseDeflater } from "../archive/deflate/choose-deflater.ts";

const deflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Uint8Array>(zlib.deflateRaw);

/** The zlib inside Node, on libuv's threads. Its bytes are only as good as its known answer. */
export const nodeDeflater: Deflater = {
  name: "node:zlib",
  deflateBlock({ bytes, dictionary, last }) {
    return deflateRaw(bytes, {
      level: DEFLATE_LEVEL,
      memLevel: DEFLATE_MEM_LEVEL,
      chunkSize: DEFLATE_BLOCK >> 1,
      finishFlush: last ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH,
      ...(dictionary && dictionary.length > 0 ? { dictionary } : {}),
    });
  },
  crc32: zlib.crc32,
};

let chosen: Promise<Deflater> | undefined;

/** The fastest encoder of this host that gives the bytes all hosts agree on. Checked once per process. */
export function hostDeflater(): Promise<Deflater> {
  chosen ??= chooseDeflater(nodeDeflater);
  return chosen;
}
