import { strict as assert } from "node:assert";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { Tree } from "../testing/backend-contract.ts";
import { memory } from "../vfs/backends/memory.ts";
import { Vfs } from "../vfs/vfs.ts";
import { makeRing, serveRing } from "./ring.ts";
import { FileServer } from "./serve-files.ts";

/** Runs `body` in a thread that has `files`, a synchronous tree over the ring, and gives what it returns. */
async function inThread(ring: SharedArrayBuffer, body: string): Promise<unknown> {
  const at = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);
  const source = `
    const { parentPort, workerData } = await import("node:worker_threads");
    const { ringChannel } = await import(${at("./ring.ts")});
    const { remoteFiles } = await import(${at("./remote-files.ts")});
    const { Vfs } = await import(${at("../vfs/vfs.ts")});
    const { drive } = await import(${at("../vfs/steps.ts")});
    const files = new Vfs(remoteFiles(ringChannel(workerData), { id: 1, ino: 1n }));
    const open = (path, options) => drive(files.open(files.start, path, options));
    const { start } = files;
    try { parentPort.postMessage({ value: (() => { ${body} })() }); }
    catch (error) { parentPort.postMessage({ code: error.code }); }
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: ring });
  const [message] = (await once(worker, "message")) as [unknown];
  await worker.terminate();
  return message;
}

test("ringChannel() gives a thread synchronous files of another thread", async () => {
  const backend = memory();
  const tree = new Tree(new Vfs(backend));
  const data = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7) & 255);
  await tree.write("/big", data);
  const ring = makeRing();
  const close = serveRing(ring, new FileServer([backend]));
  const message = await inThread(
    ring,
    `const file = open("/big", { read: true });
     const into = new Uint8Array(4_000_000);
     let done = 0;
     for (let count = 1; count > 0; done += count) count = file.read(into.subarray(done));
     const copy = open("/copy", { write: true, create: true });
     for (let at = 0; at < done; ) at += copy.write(into.subarray(at, done));
     drive(files.mkdir(start, "/made"));
     return [files.sync, done, file.close() ?? "closed at once"];`,
  );
  assert.deepEqual(message, { value: [true, 3_000_000, "closed at once"] });
  assert.deepEqual(await tree.read("/copy"), data);
  assert.deepEqual(
    (await tree.list("/")).map(({ name }) => name),
    ["big", "copy", "made"],
  );
  close();
});

test("ringChannel() passes errors on, and fails with EPIPE once the ring is closed", async () => {
  const ring = makeRing();
  const close = serveRing(ring, new FileServer([memory()]));
  assert.deepEqual(await inThread(ring, 'return open("/none", { read: true })'), { code: "ENOENT" });
  close();
  assert.deepEqual(await inThread(ring, 'return open("/none", { read: true })'), { code: "EPIPE" });
});
