import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import * as fc from "fast-check";
import { CUT, readAll } from "../byte-stream.ts";
import type { Entry } from "../entry.ts";
import { judge } from "../testing/judge.ts";
import { anyEntries, fileEntry, MTIME, sampleEntries } from "../testing/sample-entries.ts";
import { readTar } from "./read-tar.ts";
import { writeTar } from "./write-tar.ts";

const LIMIT = 1 << 26;

async function readBack(bytes: Uint8Array): Promise<unknown[]> {
  const members = [];
  for await (const member of readTar([bytes]))
    members.push({ ...member.entry, content: await readAll(member.content(), LIMIT) });
  return members;
}

async function expected(entries: readonly Entry[]): Promise<unknown[]> {
  return Promise.all(
    entries.map(async (entry) => ({ ...entry, content: await readAll(entry.content?.() ?? [], LIMIT) })),
  );
}

test("writeTar() gives the pinned bytes", async () => {
  const bytes = await readAll(writeTar(sampleEntries()), LIMIT);
  assert.equal(
    createHash("sha256").update(bytes).digest("hex"),
    "95a8bf76422ea5c34cb003d57ef7202f26346fc243d7cf021001baf10e88e3ac",
  );
});

test("writeTar() is ustar alone as long as ustar can say it", async () => {
  const bytes = await readAll(writeTar([fileEntry("hello", "hi\n", 0o755)]), LIMIT);
  assert.equal(bytes.length, 512 + 512 + 1024);
  assert.equal(new TextDecoder().decode(bytes.subarray(257, 265)), "ustar\u000000");
  assert.equal(new TextDecoder().decode(bytes.subarray(100, 108)), "0000755\0");
});

test("writeTar() and GNU tar agree", async () => {
  const bytes = await readAll(writeTar(sampleEntries()), LIMIT);
  const listed = judge(bytes, ["tar", "--utc", "--full-time", "-tvf", "FILE"]);
  const lines = new TextDecoder().decode(listed).trimEnd().split("\n");
  assert.equal(lines.length, sampleEntries().length);
  assert.match(lines[0]!, /^-rw-r--r-- 0\/0 +18 2023-11-14 22:13:20 LICENSE$/);
  assert.match(lines[6]!, /^lrwxrwxrwx .* latest -> docs\/größe.md$/);
  assert.match(lines[8]!, /^-rw-r--r-- carlos\/staff /);
  assert.match(lines[9]!, /^-rwxr-xr-x 0\/0 +40000 .* hello$/);
});

test("writeTar() says sizes of 8 GiB and more in pax", async () => {
  const entry: Entry = { name: "huge", type: "file", mode: 0o644, mtime: MTIME, size: 2 ** 33, content: () => [] };
  const pieces = writeTar([entry]);
  const head = (await pieces.next()).value!;
  assert.match(new TextDecoder().decode(head), /19 size=8589934592\n/);
  assert.equal((await pieces.next()).value, CUT);
  await assert.rejects(pieces.next(), /Cannot pack "huge": it changed while it was read/);
});

test("writeTar() fails when a file grew", async () => {
  const entry: Entry = { ...fileEntry("log", "abc"), content: () => [new Uint8Array(4)] };
  await assert.rejects(readAll(writeTar([entry]), LIMIT), RangeError);
});

test("readTar() reads what writeTar() wrote", async () => {
  assert.deepEqual(await readBack(await readAll(writeTar(sampleEntries()), LIMIT)), await expected(sampleEntries()));
});

test("readTar() reads what writeTar() wrote, for any entries", async () => {
  await fc.assert(
    fc.asyncProperty(anyEntries, async (entries) => {
      if (entries.length === 0) return;
      assert.deepEqual(await readBack(await readAll(writeTar(entries), LIMIT)), await expected(entries));
    }),
    { numRuns: 150 },
  );
});
