import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { openFile } from "./file-source.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-file-source-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Bytes whose order shows, more than one thread reads of. */
const bytes = Uint8Array.from({ length: (9 << 20) + 3 }, (_, index) => index ^ (index >> 8) ^ (index >> 16));

test("gives any part of a file, large or small, and no more than there is", async () => {
  const name = path.join(folder, "large");
  writeFileSync(name, bytes);
  const file = await openFile(name);
  for (const [from, length] of [
    [0, bytes.length],
    [1, bytes.length],
    [5 << 20, 8],
    [3, (4 << 20) + 1],
    [bytes.length, 5],
    [0, 0],
  ] as const) {
    assert.equal(Buffer.compare(await file.read(from, length), bytes.subarray(from, from + length)), 0);
  }
  await file.close();
});

test("a file that became shorter since ends where it ends", async () => {
  const name = path.join(folder, "shorter");
  writeFileSync(name, bytes);
  const file = await openFile(name);
  for (const left of [7 << 20, 1 << 20]) {
    truncateSync(name, left);
    assert.equal(Buffer.compare(await file.read(0, bytes.length), bytes.subarray(0, left)), 0);
  }
  await file.close();
});
