import { strict as assert } from "node:assert";
import { test } from "node:test";
import * as fc from "fast-check";
import { backendContract, text, Tree } from "../testing/backend-contract.ts";
import { memory } from "../vfs/backends/memory.ts";
import type { Backend } from "../vfs/backend.ts";
import { Vfs } from "../vfs/vfs.ts";
import * as TYPE from "./frame-types.ts";
import { decodeFrame, encodeFrame, ERROR_BIT, MAGIC, VERSION } from "./frame.ts";
import { MessageChannelClient } from "./message-channel.ts";
import { PayloadReader, PayloadWriter } from "./payload.ts";
import { remoteFiles } from "./remote-files.ts";
import { FileServer } from "./serve-files.ts";

/** A client and a server in one thread; every frame goes through its bytes. */
function connect(backend: Backend): { readonly client: MessageChannelClient; readonly server: FileServer } {
  const server = new FileServer([backend]);
  const client: MessageChannelClient = new MessageChannelClient({
    send(frame) {
      const request = decodeFrame(structuredClone(frame));
      void server.answer(request).then((reply) => reply && client.receive(reply));
    },
  });
  return { client, server };
}

backendContract("remoteFiles()", async () => {
  const backend = memory();
  const { client } = connect(backend);
  await client.hello();
  return remoteFiles(client, { id: 1, ino: backend.root.ino });
});

test("MessageChannelClient keeps requests beyond the window back", async () => {
  const sent: number[] = [];
  const client = new MessageChannelClient({ send: (frame) => void sent.push(decodeFrame(frame).sequence) });
  const greeting = client.hello();
  const body = new PayloadWriter().u32(MAGIC).u32(VERSION).u32(3).done();
  client.receive(encodeFrame(TYPE.HELLO, 1, 0, body));
  await greeting;
  const calls = Array.from({ length: 5 }, () => client.call(TYPE.CLOSE, 1));
  assert.deepEqual(sent, [1, 2, 3, 4]);
  client.receive(encodeFrame(TYPE.CLOSE, 3, 0));
  assert.deepEqual(sent, [1, 2, 3, 4, 5]);
  for (const sequence of [2, 4, 5, 6]) client.receive(encodeFrame(TYPE.CLOSE, sequence, 0));
  await Promise.all(calls);
});

test("MessageChannelClient refuses other versions, stray replies and replies of another type", async () => {
  const make = (): MessageChannelClient => new MessageChannelClient({ send: () => {} });
  const old = make();
  const greeting = old.hello();
  old.receive(encodeFrame(TYPE.HELLO, 1, 0, new PayloadWriter().u32(MAGIC).u32(9).u32(1).done()));
  await assert.rejects(greeting, /version 9, expected 1/);
  assert.throws(() => make().receive(encodeFrame(TYPE.READ, 5, 0)), /reply 5 to no request/);
  const client = make();
  const call = client.call(TYPE.READ, 1);
  client.receive(encodeFrame(TYPE.WRITE, 1, 0));
  await assert.rejects(call, { code: "EPROTO" });
});

test("MessageChannelClient.close() fails what waits and what comes after", async () => {
  const client = new MessageChannelClient({ send: () => {} });
  const calls = [client.call(TYPE.READ, 1), client.call(TYPE.READ, 1)];
  client.close();
  for (const call of calls) await assert.rejects(call, { code: "EPIPE" });
  await assert.rejects(client.call(TYPE.READ, 1), { code: "EPIPE" });
});

test("FileServer answers a cancelled request with ECANCELED", async () => {
  const gate = Promise.withResolvers<void>();
  const backend = memory();
  const slow = Object.assign(Object.create(backend) as typeof backend, {
    attributes: async (node: typeof backend.root) => {
      await gate.promise;
      return backend.attributes(node);
    },
  });
  const server = new FileServer([slow]);
  const answer = server.answer(decodeFrame(encodeFrame(TYPE.STAT, 9, 1)));
  await server.answer(decodeFrame(encodeFrame(TYPE.CANCEL, 0, 9)));
  gate.resolve();
  const reply = decodeFrame((await answer) as Uint8Array);
  assert.equal(reply.type, (TYPE.STAT | ERROR_BIT) >>> 0);
  assert.equal(new PayloadReader(reply.payload).u32(), 11);
});

test("MessageChannelClient gives requests up whose signal is aborted, sent or not", async () => {
  const sent: number[][] = [];
  const client = new MessageChannelClient({
    send(bytes) {
      const { type, argument } = decodeFrame(bytes);
      sent.push([type, argument]);
    },
  });
  const [first, second] = [new AbortController(), new AbortController()];
  const begun = client.call(TYPE.READ, 1, undefined, { signal: first.signal });
  const queued = client.call(TYPE.READ, 2, undefined, { signal: second.signal });
  first.abort();
  second.abort();
  client.receive(encodeFrame((TYPE.READ | ERROR_BIT) >>> 0, 1, 0, new PayloadWriter().u32(11).string("").done()));
  await assert.rejects(begun, { code: "ECANCELED" });
  await assert.rejects(queued, { code: "ECANCELED" });
  void client.call(TYPE.STAT, 3).catch(() => {});
  assert.deepEqual(sent, [
    [TYPE.READ, 1],
    [TYPE.CANCEL, 1],
    [TYPE.STAT, 3],
  ]);
});

test("FileServer answers any frame without failing, and a hostile name never reaches the back end", async () => {
  const backend = memory({ maximumFile: 1 << 16 });
  const server = new FileServer([backend]);
  const word = fc.integer({ min: 0, max: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.values(TYPE)),
      word,
      fc.uint8Array({ maxLength: 60 }),
      async (type, argument, payload) => {
        const reply = await server.answer({ type, sequence: 1, argument, payload });
        if (reply !== undefined) decodeFrame(reply);
      },
    ),
    { numRuns: 5000 },
  );
  for (const name of ["..", ".", "", "a/b", "a\0b"]) {
    const payload = new PayloadWriter().string(name).done();
    const reply = decodeFrame(
      (await server.answer({ type: TYPE.LOOKUP, sequence: 1, argument: 1, payload })) as Uint8Array,
    );
    assert.equal(reply.type, (TYPE.LOOKUP | ERROR_BIT) >>> 0, name);
  }
});

test("remoteFiles() serves programs over messages", async () => {
  const backend = memory();
  const { client, server } = connect(backend);
  await client.hello();
  const tree = new Tree(new Vfs(memory()));
  await tree.vfs.mount("/far", remoteFiles(client, { id: 1, ino: backend.root.ino }));
  await tree.write("/far/f", "written here");
  assert.equal(text(await new Tree(new Vfs(backend)).read("/f")), "written here");
  await tree.fails("EXDEV", (vfs) => vfs.rename(vfs.start, "/far/f", vfs.start, "/near"));
  await tree.fails("EBUSY", (vfs) => vfs.rmdir(vfs.start, "/far"));
  await server.close();
  await tree.fails("EBADF", (vfs) => vfs.stat(vfs.start, "/far/f", true));
});
