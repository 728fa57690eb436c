import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import { crc32 } from "node:zlib";
import { readAll } from "../byte-stream.ts";
import { judge } from "../testing/judge.ts";
import { noise } from "../testing/sample-entries.ts";
import { writeXz } from "./write-xz.ts";

const text = readFileSync(new URL(import.meta.url));
const CASES: readonly (readonly [string, Uint8Array])[] = [
  ["nothing", new Uint8Array(0)],
  ["one byte", Uint8Array.of(7)],
  ["three bytes", Uint8Array.of(1, 2, 3)],
  ["this file", text],
  ["zeros over two blocks", new Uint8Array((1 << 23) + 12_345)],
  ["noise, which is stored", noise(200_000)],
  [
    "noise, runs, text, noise",
    Buffer.concat([noise(100_000), Buffer.alloc(50_000, 3), Buffer.from("abcd".repeat(20_000)), noise(70_001)]),
  ],
  [
    "near repeats",
    Buffer.concat(
      Array.from({ length: 300 }, (_, i) => Buffer.from(`line ${i * 7} of a table with the value ${i ** 3}\n`)),
    ),
  ],
];

for (const [what, bytes] of CASES) {
  test(`writeXz() of ${what} is read by xz`, async () => {
    const packed = await readAll(writeXz([bytes], { crc32 }), 1 << 26);
    const judged = judge(packed, ["xz", "-dc", "--format=xz", "FILE"]);
    assert.ok(Buffer.from(bytes).equals(judged));
  });
}

test("writeXz() gives the pinned bytes however they come", async () => {
  const bytes = Buffer.concat([Buffer.from("to be or not to be, ".repeat(3000)), noise(3000)]);
  const whole = await readAll(writeXz([bytes], { crc32 }), 1 << 20);
  const cut = await readAll(
    writeXz([bytes.subarray(0, 1), bytes.subarray(1, 33_333), bytes.subarray(33_333)], { crc32 }),
    1 << 20,
  );
  assert.deepEqual(cut, whole);
  assert.equal(
    createHash("sha256").update(whole).digest("hex"),
    "0bd79e20f3730c54f2ea382431e95e324f7bc8964548b45380cd9bfc2e741619",
  );
});

test("writeXz() stores what does not shrink with few bytes on top", async () => {
  const packed = await readAll(writeXz([noise(100_000)], { crc32 }), 1 << 20);
  assert.ok(packed.length < 100_000 + 100, `${packed.length} bytes`);
});
