import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { readAll } from "../byte-stream.ts";
import { judge } from "../testing/judge.ts";
import { noise } from "../testing/sample-entries.ts";
import { writeZst } from "./write-zst.ts";

test("writeZst() is read by zstd, over several frames too", async () => {
  const bytes = Buffer.concat([noise(50_000), Buffer.alloc(9 << 20, "frames ")]);
  const judged = judge(await readAll(writeZst([bytes]), 1 << 26), ["zstd", "-dcq", "FILE"]);
  assert.ok(bytes.equals(judged));
});

test("writeZst() of nothing is a frame of nothing", async () => {
  const packed = await readAll(writeZst([]), 100);
  assert.deepEqual([...packed.subarray(0, 4)], [0x28, 0xb5, 0x2f, 0xfd]);
  const judged = judge(packed, ["zstd", "-dcq", "FILE"]);
  assert.equal(judged.length, 0);
});

test("writeZst() gives the pinned bytes however they come", async () => {
  const bytes = Buffer.concat([Buffer.from("to be or not to be, ".repeat(3000)), noise(3000)]);
  const whole = await readAll(writeZst([bytes]), 1 << 20);
  assert.deepEqual(await readAll(writeZst([bytes.subarray(0, 5), bytes.subarray(5)]), 1 << 20), whole);
  assert.equal(
    createHash("sha256").update(whole).digest("hex"),
    "6df3d4aff2a3bfecbc8a00488bd9a1d56edf7e96eb0c26623e6acecf98c29c30",
  );
});
