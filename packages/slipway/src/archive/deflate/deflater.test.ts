import assert from "node:assert/strict";
import { gunzipSync, inflateRawSync } from "node:zlib";
import test from "node:test";
import * as fc from "fast-check";
import { nodeDeflater } from "../../platform/node-deflater.ts";
import { CUT, readAll } from "../byte-stream.ts";
import { writeGzip } from "../gzip/write-gzip.ts";
import { judge } from "../testing/judge.ts";
import { noise } from "../testing/sample-entries.ts";
import { chooseDeflater, deflateAnswer } from "./choose-deflater.ts";
import { DEFLATE_BLOCK, deflateStream, type Deflater } from "./deflater.ts";
import { pakoDeflater } from "./pako-deflater.ts";

/** Over two blocks: noise, text and runs. */
const SAMPLE = Buffer.concat([
  noise(300_000),
  Buffer.from("the quick brown fox ".repeat(130_000)),
  Buffer.alloc(1_700_000),
]);

function deflate(deflater: Deflater, pieces: Iterable<Uint8Array>, parallel = 2): Promise<Uint8Array> {
  return readAll(deflateStream(pieces, deflater, { parallel }), 1 << 26);
}

test("chooseDeflater() takes an encoder that gives the known answer", async () => {
  const twin: Deflater = { ...pakoDeflater, name: "twin" };
  assert.equal((await chooseDeflater(twin)).name, "twin");
});

test("chooseDeflater() falls back to pako when the host compresses to other bytes", async () => {
  const other: Deflater = {
    ...pakoDeflater,
    name: "other",
    deflateBlock: (block) => pakoDeflater.deflateBlock({ ...block, last: true }),
  };
  const broken: Deflater = {
    ...pakoDeflater,
    name: "broken",
    deflateBlock: () => Promise.reject(new Error("no zlib")),
  };
  for (const host of [other, broken, undefined]) assert.equal((await chooseDeflater(host)).name, "pako");
});

test("deflateAnswer() is the same for Node's zlib and pako, or Node's is not used", async () => {
  const [host, fallback] = [await deflateAnswer(nodeDeflater), await deflateAnswer(pakoDeflater)];
  assert.equal((await chooseDeflater(nodeDeflater)).name, host === fallback ? "node:zlib" : "pako");
});

test("deflateStream() gives bytes that zlib inflates", async () => {
  assert.ok(SAMPLE.length > 2 * DEFLATE_BLOCK);
  const bytes = await deflate(pakoDeflater, [SAMPLE]);
  assert.deepEqual(Buffer.from(inflateRawSync(bytes)), SAMPLE);
  assert.deepEqual(inflateRawSync(await deflate(pakoDeflater, [])).length, 0);
});

test("deflateStream() does not depend on pieces, cores or the encoder", async () => {
  const { name } = await chooseDeflater(nodeDeflater);
  const bytes = await deflate(pakoDeflater, [SAMPLE], 1);
  const pieces = Array.from({ length: Math.ceil(SAMPLE.length / 77_777) }, (_, i) =>
    SAMPLE.subarray(i * 77_777, (i + 1) * 77_777),
  );
  assert.deepEqual(await deflate(pakoDeflater, pieces, 7), bytes);
  if (name === "node:zlib") {
    assert.deepEqual(new Uint8Array(await deflate(nodeDeflater, pieces, 3)), new Uint8Array(bytes));
  }
});

test("deflateStream() ends a block at a CUT, so that what follows does not hang on what went before", async () => {
  const tail = SAMPLE.subarray(0, 2 * DEFLATE_BLOCK);
  const streams = await Promise.all(
    [1000, 1001].map((count) => deflate(pakoDeflater, [CUT, new Uint8Array(count), CUT, CUT, tail, CUT])),
  );
  for (const [index, bytes] of streams.entries()) {
    assert.deepEqual(inflateRawSync(bytes), Buffer.concat([new Uint8Array(1000 + index), tail]));
  }
  const [one, two] = streams.map((bytes) => Buffer.from(bytes));
  // The first block of the tail still sees another dictionary; the second one does not.
  assert.ok(one!.subarray(-DEFLATE_BLOCK / 2).equals(two!.subarray(-DEFLATE_BLOCK / 2)));
});

test("Node's zlib and pako agree on any block, where Node's is used", async (t) => {
  if ((await chooseDeflater(nodeDeflater)).name !== "node:zlib") {
    t.skip("this Node's zlib gives other bytes, so it is never used");
    return;
  }
  const block = fc.record({
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 20_000 }),
      fc.string({ maxLength: 5000 }).map((text) => new TextEncoder().encode(text.repeat(9))),
    ),
    last: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(block, async (each) => {
      const [host, pinned] = await Promise.all([nodeDeflater.deflateBlock(each), pakoDeflater.deflateBlock(each)]);
      assert.ok(Buffer.from(host).equals(pinned));
    }),
    { numRuns: 150 },
  );
});

test("writeGzip() names no host, no time and no level", async () => {
  const bytes = await readAll(writeGzip([SAMPLE], pakoDeflater, { parallel: 1 }), 1 << 26);
  assert.deepEqual([...bytes.subarray(0, 10)], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  assert.deepEqual(gunzipSync(bytes), SAMPLE);
  const judged = judge(bytes, ["gzip", "-dc", "FILE"]);
  assert.ok(SAMPLE.equals(judged));
});

test("writeGzip() carries an ASCII name and leaves out any other", async () => {
  const [named, other] = await Promise.all(
    ["hello", "größe"].map((name) =>
      readAll(writeGzip([SAMPLE.subarray(0, 10)], pakoDeflater, { parallel: 1, name }), 1000),
    ),
  );
  assert.equal(named![3], 8);
  assert.equal(new TextDecoder().decode(named!.subarray(10, 16)), "hello\0");
  assert.equal(other![3], 0);
});
