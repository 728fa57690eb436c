import type { ContenderName, Effort, Measured, Order } from "./contenders.ts";
import type { ServeOrder } from "./worker.ts";

/** Compiled readers. */
export interface Readers {
  readonly reader: WebAssembly.Module;
  readonly jsReader: WebAssembly.Module;
}

/** Runs one contender in a fresh worker, with a second one that serves files over a ring. */
export async function runContender(contender: ContenderName, effort: Effort, readers: Readers): Promise<Measured> {
  const workers = [new Worker("/worker.js", { type: "module" })];
  try {
    const order: Order = { contender, effort, ...readers };
    if (contender !== "ring") return await ask(workers[0]!, order);
    // A ring holds a longest frame; its header says how it is used.
    const ring = await makeSharedRing();
    const server = new Worker("/worker.js", { type: "module" });
    workers.push(server);
    const serve: ServeOrder = { serve: contender, ring };
    await ask(server, serve);
    return await ask(workers[0]!, { ...order, ring });
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

async function makeSharedRing(): Promise<SharedArrayBuffer> {
  const { makeRing } = await import("slipway-wasm/protocol");
  return makeRing();
}

function ask(worker: Worker, message: Order | ServeOrder): Promise<Measured> {
  return new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => reject(new Error(event.message || "a worker could not be loaded")));
    worker.addEventListener("message", ({ data }: MessageEvent<{ measured?: Measured; error?: string }>) => {
      if (data.error === undefined) resolve(data.measured ?? { us: [], batch: 0 });
      else reject(new Error(data.error));
    });
    worker.postMessage(message, []);
  });
}
