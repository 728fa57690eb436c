/** The worker that runs one contender, or serves files to another worker. */
import { memory, Pipe, runWasip1, Vfs, type Backend } from "slipway-wasm";
import { opfs } from "slipway-wasm/backends/opfs";
import { runGojs } from "slipway-wasm/gojs";
import {
  decodeFrame,
  FileServer,
  MessageChannelClient,
  portChannel,
  remoteFiles,
  ringChannel,
  servePort,
  serveRing,
  type Port,
} from "slipway-wasm/protocol";
import { makeFile, type ContenderName, type Effort, type Measured, type Order } from "./contenders.ts";
import { readInMemfs } from "./memfs.ts";
import { putFile } from "./put-file.ts";
import { runInShim } from "./shim.ts";
import { sample } from "./statistics.ts";

const PATH = "/file";

addEventListener("message", ({ data }: MessageEvent<Order | ServeOrder | Uint8Array>) => {
  // Frames are for who serves files.
  if (data instanceof Uint8Array) return;
  if ("serve" in data) {
    void serve(data);
    return;
  }
  measure(data).then(
    (measured) => postMessage({ measured }),
    (error: unknown) => postMessage({ error: String((error as Error).stack ?? error) }),
  );
});

/** Tells a worker to serve the file. */
export interface ServeOrder {
  readonly serve: "transfer" | "clone" | "ring";
  /** The memory of a ring; frames come as messages to the worker itself otherwise. */
  readonly ring?: SharedArrayBuffer;
}

async function measure(order: Order): Promise<Measured> {
  const { contender, effort, reader, jsReader } = order;
  switch (contender) {
    case "memory":
      return readInGo(reader, effort, await filled(memory()), 1 << 20);
    case "memory-4k":
      return readInGo(reader, effort, await filled(memory()), 4096);
    case "js-4k":
      return readInGo(jsReader, effort, await filled(memory()), 4096);
    case "opfs":
      return readInOpfs(reader, effort);
    case "ring":
      return readInGo(reader, effort, remoteFiles(ringChannel(order.ring!), { id: 1, ino: 1n }), 1 << 20);
    case "transfer":
    case "clone":
      return readInGo(reader, effort, await overWorker(contender), 1 << 20);
    case "shim":
      return runInShim(reader, makeFile(), effort);
    case "memfs":
      return readInMemfs(makeFile(), effort);
    default:
      return readInScript(contender, effort);
  }
}

async function readInScript(contender: ContenderName, effort: Effort): Promise<Measured> {
  const bytes = async (response: { arrayBuffer(): Promise<ArrayBuffer> }): Promise<void> => {
    const { byteLength } = await response.arrayBuffer();
    if (byteLength !== 1 << 20) throw new Error(`${contender} gave ${byteLength} bytes`);
  };
  if (contender === "fetch") return sample(async () => bytes(await fetch("/file.bin", { cache: "no-store" })), effort);
  if (contender === "blob") {
    const blob = new Blob([makeFile()]);
    return sample(() => bytes(blob), effort);
  }
  const cache = await caches.open("slipway-bench");
  await cache.put("/cached.bin", new Response(makeFile()));
  return sample(async () => bytes((await cache.match("/cached.bin"))!), effort);
}

async function readInOpfs(reader: WebAssembly.Module, effort: Effort): Promise<Measured> {
  const root = await navigator.storage.getDirectory();
  const files = await opfs(await root.getDirectoryHandle("slipway-bench", { create: true }));
  try {
    return await readInGo(reader, effort, await filled(files), 1 << 20);
  } finally {
    files.close();
  }
}

async function readInGo(module: WebAssembly.Module, effort: Effort, files: Backend, chunk: number): Promise<Measured> {
  let text = "";
  const decoder = new TextDecoder();
  const take = (bytes: Uint8Array): void => void (text += decoder.decode(bytes, { stream: true }));
  const isJs = WebAssembly.Module.imports(module).some((each) => each.module === "gojs");
  const args = [PATH, chunk, effort.samples, effort.minimumMs].map(String);
  const options = { args, files: new Vfs(files), stdin: new Pipe(), stdout: take, stderr: take };
  const running = await (isJs ? runGojs(module, options) : runWasip1(module, options));
  const code = await running.exited;
  if (code !== 0) throw new Error(`the program ended with ${code}: ${text}`);
  return JSON.parse(text) as Measured;
}

async function filled<B extends Backend>(backend: B): Promise<B> {
  await putFile(backend, PATH.slice(1));
  return backend;
}

/** The files of a worker that this one starts: between two that are no parent and child each message makes a detour. */
async function overWorker(how: "transfer" | "clone"): Promise<Backend> {
  const worker = new Worker("/worker.js", { type: "module" });
  const ready = new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  worker.postMessage({ serve: how } satisfies ServeOrder, []);
  await ready;
  if (how === "transfer") return remoteFiles(await portChannel(worker), { id: 1, ino: 1n });
  const channel = new MessageChannelClient({ send: (frame) => worker.postMessage(frame, []) });
  worker.addEventListener("message", ({ data }: MessageEvent<Uint8Array>) => channel.receive(data));
  await channel.hello();
  return remoteFiles(channel, { id: 1, ino: 1n });
}

async function serve({ serve: how, ring }: ServeOrder): Promise<void> {
  const server = new FileServer([await filled(memory())]);
  const port = globalThis as unknown as Port;
  if (ring !== undefined) serveRing(ring, server);
  else if (how === "transfer") servePort(port, server);
  else {
    port.addEventListener("message", ({ data }) => {
      if (data instanceof Uint8Array) {
        void server.answer(decodeFrame(data)).then((reply) => reply && port.postMessage(reply, []));
      }
    });
  }
  postMessage({ ready: true });
}
