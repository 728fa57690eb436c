import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

/** Loads the encoder and compresses one message; quality 11, the densest. */
const CODE = `
const { parentPort, workerData } = require("node:worker_threads");
const { compress } = require(workerData.encoder);
parentPort.postMessage(compress(workerData.bytes, { quality: workerData.quality }));
`;

/**
 * Brotli whose bytes do not depend on the Node that runs us: an encoder of its own, pinned, where Node's changes with the version of
 * the library that it was built with. It takes seconds for a program, so it has a thread of its own.
 */
export function brotli(bytes: Uint8Array, { quality = 11 }: { readonly quality?: number } = {}): Promise<Uint8Array> {
  const encoder = createRequire(import.meta.url).resolve("brotli-wasm");
  return new Promise((resolve, reject) => {
    const worker = new Worker(CODE, { eval: true, workerData: { encoder, bytes, quality } });
    worker.once("message", (packed: Uint8Array) => {
      resolve(packed);
      void worker.terminate();
    });
    worker.once("error", reject);
  });
}
