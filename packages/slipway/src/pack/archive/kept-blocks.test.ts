import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import * as fc from "fast-check";
import { readAll } from "../../archive/byte-stream.ts";
import { DEFLATE_BLOCK, type Deflater } from "../../archive/deflate/deflater.ts";
import { pakoDeflater } from "../../archive/deflate/pako-deflater.ts";
import type { Entry } from "../../archive/entry.ts";
import { noise } from "../../archive/testing/sample-entries.ts";
import { sha256 } from "../../platform/hash.ts";
import { writeArchive, type PackedFormat } from "./archive-format.ts";
import { KeptBlocks } from "./kept-blocks.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-kept-blocks-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Looks like code enough to be compressed by a half. */
const PROGRAM = noise(3 * DEFLATE_BLOCK + 777).map((byte) => byte & 0x0f);

let counted = 0;
const counting: Deflater = {
  ...pakoDeflater,
  deflateBlock(block) {
    counted += 1;
    return pakoDeflater.deflateBlock(block);
  },
};

function members(program: Uint8Array, mtime = 1): Entry[] {
  const file = (name: string, bytes: Uint8Array): Entry => ({
    name,
    type: "file",
    mode: 0o755,
    mtime,
    size: bytes.length,
    content: () => [bytes],
  });
  return [file("README.md", new TextEncoder().encode(`read ${mtime}\n`)), file("a", program), file("b", program)];
}

/** Packs as the archive kind does; tells what came out and how many blocks were compressed for it. */
async function pack(format: PackedFormat, entries: Entry[], note: string, stored: Map<string, string>) {
  const kept = await KeptBlocks.open(note, (digest) => stored.get(digest));
  counted = 0;
  const tools = { deflater: kept.deflater(counting), parallel: 3 };
  const bytes = await readAll(kept.watch(writeArchive(format, entries, tools)), 1 << 26);
  await kept.save(sha256(bytes));
  await kept.close();
  const file = path.join(folder, sha256(bytes));
  writeFileSync(file, bytes);
  stored.set(sha256(bytes), file);
  return { bytes, file, counted, reused: kept.reused };
}

function plain(format: PackedFormat, entries: Entry[]): Promise<Uint8Array> {
  return readAll(writeArchive(format, entries, { deflater: pakoDeflater, parallel: 1 }), 1 << 26);
}

/** A version later: a few bytes differ. */
function next(program: Uint8Array, ...at: readonly number[]): Uint8Array {
  const later = program.slice();
  for (const place of at) later[place % later.length]! ^= 0x10;
  return later;
}

for (const format of ["tar.gz", "zip"] as const) {
  test(`KeptBlocks compresses only what is new in a ${format}, to the same bytes`, async () => {
    const [note, stored] = [path.join(folder, `${format}.json`), new Map<string, string>()];
    const first = await pack(format, members(PROGRAM), note, stored);
    assert.equal(first.reused, 0);
    const later = members(next(PROGRAM, 100, 2 * DEFLATE_BLOCK + 100_000), 2);
    const second = await pack(format, later, note, stored);
    assert.deepEqual(Buffer.from(second.bytes), Buffer.from(await plain(format, later)));
    // Of each program the first block and one in the middle are new; a tar.gz ends with zeros in a block of their own.
    assert.equal(second.reused, format === "zip" ? 4 : 5);
    assert.equal(second.counted + second.reused, first.counted);
    const third = await pack(format, later, note, stored);
    assert.deepEqual([third.counted, third.reused], [0, first.counted]);
    assert.deepEqual(third.bytes, second.bytes);
  });
}

test("KeptBlocks takes no damaged block, no torn note and no archive that is gone", async () => {
  const [note, stored] = [path.join(folder, "damaged.json"), new Map<string, string>()];
  const expected = Buffer.from(await plain("tar.gz", members(PROGRAM)));
  const first = await pack("tar.gz", members(PROGRAM), note, stored);

  const archive = readFileSync(first.file);
  archive[archive.length >> 1]! ^= 1;
  writeFileSync(first.file, archive);
  const second = await pack("tar.gz", members(PROGRAM), note, stored);
  assert.ok(expected.equals(second.bytes));
  assert.equal(second.counted, 1, "one block was damaged");

  writeFileSync(second.file, archive.subarray(0, 1000));
  assert.ok(expected.equals((await pack("tar.gz", members(PROGRAM), note, stored)).bytes));

  const text = readFileSync(note, "utf8");
  const lies = [text.slice(0, -9), "null", "[]", "{}", text.replaceAll(/"offset":\d+/g, '"offset":-1')];
  for (const lie of [...lies, text.replaceAll(/"length":\d+/g, '"length":4294967295')]) {
    writeFileSync(note, lie);
    const run = await pack("tar.gz", members(PROGRAM), note, stored);
    assert.equal(run.reused, 0);
    assert.ok(expected.equals(run.bytes));
  }

  const away = await pack("tar.gz", members(PROGRAM), note, new Map());
  assert.equal(away.reused, 0);
  assert.ok(expected.equals(away.bytes));
});

test("KeptBlocks never changes a byte, whatever changed", async () => {
  const [note, stored] = [path.join(folder, "any.json"), new Map<string, string>()];
  const change = fc.record({
    at: fc.array(fc.nat(PROGRAM.length - 1), { maxLength: 3 }),
    cut: fc.nat(PROGRAM.length),
    mtime: fc.integer({ min: 1, max: 9 }),
    format: fc.constantFrom<PackedFormat>("tar.gz", "zip", "tar"),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ at, cut, mtime, format }) => {
      const entries = members(next(PROGRAM, ...at).subarray(0, PROGRAM.length - (cut % 3) * 1000), mtime);
      const { bytes } = await pack(format, entries, note, stored);
      assert.ok(Buffer.from(bytes).equals(await plain(format, entries)));
    }),
    { numRuns: 8 },
  );
});
