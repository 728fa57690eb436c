import assert from "node:assert/strict";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import test from "node:test";
import { ArchiveError, type ArchiveFault } from "./archive-error.ts";
import { readAll } from "./byte-stream.ts";
import { pakoDeflater } from "./deflate/pako-deflater.ts";
import type { Entry } from "./entry.ts";
import { readGzip } from "./gzip/read-gzip.ts";
import { READ_LIMITS, type ReadLimits } from "./read-limits.ts";
import { readTar } from "./tar/read-tar.ts";
import { encodeHeader } from "./tar/tar-header.ts";
import { writeTar } from "./tar/write-tar.ts";
import { fileEntry, MTIME } from "./testing/sample-entries.ts";
import { bytesSource } from "./zip/find-central.ts";
import { readZip } from "./zip/read-zip.ts";
import { writeZip } from "./zip/write-zip.ts";

const link = (name: string, to: string): Entry => ({
  name,
  type: "symlink",
  mode: 0o777,
  mtime: MTIME,
  size: 0,
  link: to,
});
const folder = (name: string): Entry => ({ name, type: "directory", mode: 0o755, mtime: MTIME, size: 0 });

async function tarOf(entries: readonly Entry[]): Promise<Uint8Array> {
  return readAll(writeTar(entries), 1 << 24);
}

async function zipOf(entries: readonly Entry[]): Promise<Uint8Array> {
  return readAll(writeZip(entries, pakoDeflater, { parallel: 1 }), 1 << 24);
}

async function drainTar(bytes: Uint8Array, limits: ReadLimits = READ_LIMITS): Promise<void> {
  for await (const member of readTar([bytes], { limits })) for await (const _ of member.content()) continue;
}

async function drainZip(bytes: Uint8Array, limits: ReadLimits = READ_LIMITS): Promise<void> {
  for await (const member of readZip(bytesSource(bytes), { limits })) for await (const _ of member.content()) continue;
}

async function refused(reading: Promise<void>, fault: ArchiveFault): Promise<void> {
  await assert.rejects(reading, (error) => {
    assert.ok(error instanceof ArchiveError, String(error));
    assert.equal(error.fault, fault, error.message);
    assert.ok(Number.isSafeInteger(error.offset) && error.offset >= 0);
    return true;
  });
}

/** Sets that no reader unpacks, however they are packed. */
const HOSTILE: readonly (readonly [string, readonly Entry[], ArchiveFault])[] = [
  ["a name with ..", [fileEntry("../evil", "x")], "hostile-name"],
  ["a name with .. inside", [fileEntry("a/../../evil", "x")], "hostile-name"],
  ["an absolute name", [fileEntry("/etc/passwd", "x")], "hostile-name"],
  ["a drive letter", [fileEntry("C:evil", "x")], "hostile-name"],
  ["a backslash", [fileEntry("..\\evil", "x")], "hostile-name"],
  ["an empty path element", [fileEntry("a//b", "x")], "hostile-name"],
  ["a link that leaves", [link("out", "../../etc")], "hostile-name"],
  ["a link that leaves from a folder", [link("a/b/out", "../../../etc")], "hostile-name"],
  ["an absolute link", [link("out", "/etc")], "hostile-name"],
  ["a link with a backslash", [link("out", "..\\..\\etc")], "hostile-name"],
  ["a file below a link", [link("a", "b"), fileEntry("a/file", "x")], "hostile-name"],
  ["a file below a file", [fileEntry("a", "x"), fileEntry("a/file", "x")], "hostile-name"],
  ["a link where a folder was", [fileEntry("a/file", "x"), link("a", "b")], "hostile-name"],
  ["the same name twice", [fileEntry("a", "x"), fileEntry("a", "y")], "duplicate-name"],
  ["names that differ in case", [fileEntry("README", "x"), fileEntry("Readme", "y")], "duplicate-name"],
  ["folders that differ in case", [fileEntry("Docs/a", "x"), fileEntry("docs/b", "y")], "duplicate-name"],
];

for (const [what, entries, fault] of HOSTILE) {
  test(`readTar() refuses ${what}`, async () => refused(drainTar(await tarOf(entries)), fault));
  test(`readZip() refuses ${what}`, async () => refused(drainZip(await zipOf(entries)), fault));
}

test("readers take a link and a folder that stay inside", async () => {
  const entries = [folder("a"), fileEntry("a/file", "x"), link("a/up", "../b"), link("now", "./a/file"), folder("c")];
  await drainTar(await tarOf(entries));
  await drainZip(await zipOf(entries));
});

test("readers refuse a name with a NUL", async () => {
  const zip = await zipOf([fileEntry("evilXname", "x")]);
  for (let at = 0; at < zip.length - 8; at++)
    if (new TextDecoder().decode(zip.subarray(at, at + 9)) === "evilXname") zip[at + 4] = 0;
  await refused(drainZip(zip), "hostile-name");
});

test("readTar() refuses devices and hard links", async () => {
  for (const flag of ["1", "3", "4", "6"]) {
    const header = encodeHeader({
      name: "x",
      prefix: "",
      mode: 0o644,
      size: 0,
      mtime: 0,
      flag: flag as "0",
      link: "y",
      owner: "",
      group: "",
    });
    await refused(drainTar(new Uint8Array([...header, ...new Uint8Array(1024)])), "unsupported");
  }
});

test("readTar() refuses a size that is not there, without holding it", async () => {
  const header = encodeHeader({
    name: "x",
    prefix: "",
    mode: 0o644,
    size: 0o77777777777,
    mtime: 0,
    flag: "0",
    link: "",
    owner: "",
    group: "",
  });
  await refused(drainTar(header), "truncated");
  await refused(drainTar(header, { ...READ_LIMITS, bytes: 1 << 30 }), "too-large");
  const pax = encodeHeader({
    name: "x",
    prefix: "",
    mode: 0o644,
    size: 0o7777777777,
    mtime: 0,
    flag: "x",
    link: "",
    owner: "",
    group: "",
  });
  await refused(drainTar(pax), "too-large");
});

test("readers stop at more members than allowed", async () => {
  const entries = Array.from({ length: 20 }, (_, index) => fileEntry(`f${index}`, ""));
  const limits = { ...READ_LIMITS, entries: 19 };
  await refused(drainTar(await tarOf(entries), limits), "too-large");
  await refused(drainZip(await zipOf(entries), limits), "too-large");
});

test("readGzip() stops a bomb", async () => {
  const bomb = gzipSync(new Uint8Array(64 << 20), { level: 9 });
  const drain = async (limits: ReadLimits): Promise<void> => {
    for await (const _ of readGzip([bomb], limits)) continue;
  };
  await refused(drain({ ...READ_LIMITS, bytes: 1 << 20 }), "too-large");
  await refused(drain({ ...READ_LIMITS, ratio: 100 }), "too-large");
});

test("readGzip() tells a wrong sum and a cut stream", async () => {
  const bytes = gzipSync("hello hello hello");
  const drain = async (each: Uint8Array): Promise<void> => {
    for await (const _ of readGzip([each])) continue;
  };
  await refused(drain(bytes.subarray(0, -3)), "truncated");
  const wrong = Buffer.from(bytes);
  wrong[wrong.length - 5]! ^= 1;
  await assert.rejects(drain(wrong), ArchiveError);
});

/** A zip of hand-made records: each member tells the same data or lies about them. */
function handMadeZip(
  members: readonly { name: string; size?: number; crc?: number; offset?: number; method?: number; flags?: number }[],
): Uint8Array {
  const data = deflateRawSync(Buffer.from("content content content"));
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(member.flags ?? 0, 2);
    fixed.writeUInt16LE(member.method ?? 8, 4);
    fixed.writeUInt32LE(member.crc ?? crc32("content content content"), 10);
    fixed.writeUInt32LE(data.length, 14);
    fixed.writeUInt32LE(member.size ?? 23, 18);
    fixed.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fixed, name, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(member.offset ?? offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02"), Buffer.from([20, 3]), fixed, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from("PK\x05\x06"), end]);
}

test("readZip() reads an honest hand-made archive", async () => {
  await drainZip(handMadeZip([{ name: "a" }, { name: "b" }]));
});

test("readZip() refuses members that overlap", async () => {
  await refused(drainZip(handMadeZip([{ name: "a" }, { name: "a2", offset: 0 }])), "corrupt");
});

test("readZip() refuses a local header with another name", async () => {
  const zip = handMadeZip([{ name: "good" }]);
  zip.set(new TextEncoder().encode("evil"), 30);
  await refused(drainZip(zip), "corrupt");
});

test("readZip() refuses sizes and sums that the content does not have", async () => {
  await refused(drainZip(handMadeZip([{ name: "a", size: 22 }])), "corrupt");
  await refused(drainZip(handMadeZip([{ name: "a", size: 24 }])), "corrupt");
  await refused(drainZip(handMadeZip([{ name: "a", crc: 1 }])), "corrupt");
});

test("readZip() refuses encryption and other methods by name", async () => {
  await refused(drainZip(handMadeZip([{ name: "a", flags: 1 }])), "unsupported");
  await refused(drainZip(handMadeZip([{ name: "a", method: 12 }])), "unsupported");
});

test("readZip() refuses an end record that does not end the file", async () => {
  const zip = handMadeZip([{ name: "a" }]);
  await refused(drainZip(Buffer.concat([zip, Buffer.from("x")])), "truncated");
});
