import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import * as fc from "fast-check";
import { readAll } from "../byte-stream.ts";
import { pakoDeflater } from "../deflate/pako-deflater.ts";
import type { Entry } from "../entry.ts";
import { judge } from "../testing/judge.ts";
import { anyEntries, fileEntry, MTIME, sampleEntries } from "../testing/sample-entries.ts";
import { bytesSource } from "./find-central.ts";
import { readZip } from "./read-zip.ts";
import { dosTime } from "./zip-record.ts";
import { writeZip } from "./write-zip.ts";

const LIMIT = 1 << 26;

function zip(entries: readonly Entry[]): Promise<Uint8Array> {
  return readAll(writeZip(entries, pakoDeflater, { parallel: 1 }), LIMIT);
}

async function readBack(bytes: Uint8Array): Promise<unknown[]> {
  const members = [];
  for await (const member of readZip(bytesSource(bytes))) {
    members.push({ ...member.entry, content: await readAll(member.content(), LIMIT) });
  }
  return members;
}

async function expected(entries: readonly Entry[]): Promise<unknown[]> {
  return Promise.all(
    entries.map(async ({ owner: _owner, group: _group, ...entry }) => ({
      ...entry,
      content: await readAll(entry.content?.() ?? [], LIMIT),
    })),
  );
}

test("writeZip() gives the pinned bytes", async () => {
  assert.equal(
    createHash("sha256")
      .update(await zip(sampleEntries()))
      .digest("hex"),
    "7e871af4168bde546361bcc7b2d3f9ed6c7111f29b851c52bd7e67c07f1b7b15",
  );
});

test("writeZip() and unzip agree", async () => {
  const listed = judge(await zip(sampleEntries()), ["unzip", "-tq", "FILE"]);
  assert.match(new TextDecoder().decode(listed), /No errors detected/);
});

test("writeZip() and Python's zipfile agree on names, modes and times", async () => {
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    for i in z.infolist(): print(i.filename, oct(i.external_attr >> 16), i.file_size, i.date_time, i.create_system, sep="|")
`;
  const printed = judge(await zip(sampleEntries()), ["python3", "-c", script, "FILE"]);
  const lines = new TextDecoder().decode(printed).trimEnd().split("\n");
  assert.equal(lines[0], "LICENSE|0o100644|18|(2023, 11, 14, 22, 13, 20)|3");
  assert.equal(lines[1], "docs/|0o40755|0|(2023, 11, 14, 22, 13, 20)|3");
  assert.equal(lines[6], "latest|0o120777|15|(2023, 11, 14, 22, 13, 20)|3");
  assert.equal(lines[9], "hello|0o100755|40000|(2023, 11, 14, 22, 13, 20)|3");
});

test("writeZip() uses zip64 for 65,535 members and more", async () => {
  const bytes = await zip(Array.from({ length: 65_536 }, (_, index) => fileEntry(`f${index}`, "")));
  let count = 0;
  for await (const member of readZip(bytesSource(bytes))) if (member.entry.type === "file") count++;
  assert.equal(count, 65_536);
});

test("writeZip() announces 64-bit sizes for a file near 4 GiB", async () => {
  const entry: Entry = { name: "huge", type: "file", mode: 0o644, mtime: MTIME, size: 2 ** 32, content: () => [] };
  const pieces = writeZip([entry], pakoDeflater, { parallel: 1 });
  const head = (await pieces.next()).value!;
  const view = new DataView(head.buffer, head.byteOffset);
  assert.equal(view.getUint16(4, true), 45);
  assert.equal(view.getUint32(18, true), 0xffffffff);
  assert.equal(view.getUint16(34, true), 1, "the zip64 field comes first");
  await assert.rejects(pieces.next(), /changed while it was read/);
});

test("dosTime() holds times within what DOS knows", () => {
  assert.deepEqual(dosTime(0), { date: (0 << 9) | (1 << 5) | 1, time: 0 });
  assert.deepEqual(dosTime(MTIME), { date: (43 << 9) | (11 << 5) | 14, time: (22 << 11) | (13 << 5) | 10 });
  assert.deepEqual(dosTime(2 ** 40).date, (127 << 9) | (12 << 5) | 31);
});

test("readZip() reads what writeZip() wrote", async () => {
  assert.deepEqual(await readBack(await zip(sampleEntries())), await expected(sampleEntries()));
});

test("readZip() reads what writeZip() wrote, for any entries", async () => {
  await fc.assert(
    fc.asyncProperty(anyEntries, async (entries) => {
      assert.deepEqual(await readBack(await zip(entries)), await expected(entries));
    }),
    { numRuns: 80 },
  );
});
