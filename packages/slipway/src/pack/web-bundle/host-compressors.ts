import { writeGzip } from "../../archive/gzip/write-gzip.ts";
import { brotli } from "../../platform/brotli.ts";
import { hostDeflater } from "../../platform/node-deflater.ts";
import type { Compressors } from "./make-bundle.ts";

/** Compressors whose bytes are the same on every host. */
export function hostCompressors(parallel: number): Compressors {
  return {
    brotli: (bytes) => brotli(bytes),
    async gzip(bytes) {
      const pieces: Uint8Array[] = [];
      for await (const piece of writeGzip([bytes], await hostDeflater(), { parallel })) pieces.push(piece);
      return joined(pieces);
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
