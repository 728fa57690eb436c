import { strict as assert } from "node:assert";
import { after, test } from "node:test";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { backendContract, Tree } from "../testing/backend-contract.ts";
import { memory } from "../vfs/backends/memory.ts";
import type { Backend } from "../vfs/backend.ts";
import { Vfs } from "../vfs/vfs.ts";
import * as TYPE from "./frame-types.ts";
import { encodeFrame } from "./frame.ts";
import { portChannel, servePort, type Port } from "./port.ts";
import { remoteFiles } from "./remote-files.ts";
import { FileServer } from "./serve-files.ts";

interface Ends {
  readonly client: Port;
  readonly server: Port;
  readonly leftovers: number[];
}

/** The two ends of a channel, and the byte at 5056 of each request's buffer that is that long. */
function ports(): Ends {
  const { port1, port2 } = new MessageChannel();
  open.push(port1);
  const leftovers: number[] = [];
  port2.on("message", (data: unknown) => {
    const all = data instanceof Uint8Array ? new Uint8Array(data.buffer) : [];
    if (all.length > 5056) leftovers.push(all[5056] ?? 0);
  });
  // Node's types of a port and the browser's do not know each other.
  const ends: unknown = { client: port1, server: port2, leftovers };
  return ends as Ends;
}

const open: MessagePort[] = [];
after(() => open.forEach((port) => port.close()));

async function connect(backend: Backend): Promise<{ readonly files: Backend; readonly leftovers: number[] }> {
  const { client, server, leftovers } = ports();
  servePort(server, new FileServer([backend]));
  return { files: remoteFiles(await portChannel(client), { id: 1, ino: backend.root.ino }), leftovers };
}

backendContract("remoteFiles() over a message port", async () => (await connect(memory())).files);

test("portChannel() sends long reads in the buffers of earlier replies", async () => {
  const backend = memory();
  await new Tree(new Vfs(backend)).write("/big", new Uint8Array(1 << 20).fill(7));
  const { files, leftovers } = await connect(backend);
  const tree = new Tree(new Vfs(files));
  const file = await tree.run((vfs) => vfs.open(vfs.start, "/big", { read: true }));
  const into = new Uint8Array(1 << 20);
  for (let round = 0; round < 20; round++) {
    into.fill(0);
    assert.equal(await file.readAt(into, 0), 1 << 20);
    assert.ok(into.every((byte) => byte === 7));
  }
  // Two buffers take turns. One that was made anew holds zeros, one that was used before holds what who asks wrote over the reply.
  assert.deepEqual(leftovers, [0, 0, ...Array.from({ length: 18 }, () => 1)]);
});

test("servePort() stops at bytes that are no frame, and leaves other messages alone", async () => {
  const { client, server } = ports();
  servePort(server, new FileServer([memory()]));
  client.postMessage("not for us", []);
  const channel = await portChannel(client);
  await channel.call(TYPE.STAT, 1);
  client.postMessage(Uint8Array.from([1, 2, 3]), []);
  client.postMessage(encodeFrame(TYPE.STAT, 9, 1), []);
  const late = channel.call(TYPE.STAT, 1).then(() => "answered");
  const nothing = new Promise((resolve) => setTimeout(resolve, 50, "nothing"));
  assert.equal(await Promise.race([late, nothing]), "nothing");
});
