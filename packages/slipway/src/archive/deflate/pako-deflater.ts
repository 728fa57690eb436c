import { Deflate } from "pako";
import { joinBytes } from "../byte-stream.ts";
import { crc32 } from "../crc32.ts";
import { DEFLATE_LEVEL, DEFLATE_MEM_LEVEL, type Deflater } from "./deflater.ts";

const Z_SYNC_FLUSH = 2;
const Z_FINISH = 4;

/** The pinned encoder in plain JavaScript: the bytes that every archive of ours has, on every host. */
export const pakoDeflater: Deflater = {
  name: "pako",
  async deflateBlock({ bytes, dictionary, last }) {
    const deflate = new Deflate({
      raw: true,
      level: DEFLATE_LEVEL,
      memLevel: DEFLATE_MEM_LEVEL,
      windowBits: 15,
      chunkSize: 1 << 18,
      ...(dictionary && dictionary.length > 0 ? { dictionary } : {}),
    });
    const pieces: Uint8Array[] = [];
    deflate.onData = (piece) => pieces.push(piece);
    if (!deflate.push(bytes, last ? Z_FINISH : Z_SYNC_FLUSH)) throw new Error(`Internal error: pako: ${deflate.msg}`);
    return joinBytes(pieces);
  },
  crc32,
};
