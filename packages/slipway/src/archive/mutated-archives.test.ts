import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import test from "node:test";
import { ArchiveError } from "./archive-error.ts";
import { readAll } from "./byte-stream.ts";
import { pakoDeflater } from "./deflate/pako-deflater.ts";
import { readGzip } from "./gzip/read-gzip.ts";
import { READ_LIMITS } from "./read-limits.ts";
import { readTar } from "./tar/read-tar.ts";
import { writeTar } from "./tar/write-tar.ts";
import { fileEntry, sampleEntries } from "./testing/sample-entries.ts";
import { bytesSource } from "./zip/find-central.ts";
import { readZip } from "./zip/read-zip.ts";
import { writeZip } from "./zip/write-zip.ts";

const LIMITS = { ...READ_LIMITS, bytes: 1 << 24 };
const small = [
  fileEntry("LICENSE", "All rights given.\n"),
  ...sampleEntries().slice(5, 7),
  fileEntry("bin/hello", "hello ".repeat(60), 0o755),
];

async function drainTar(bytes: Uint8Array): Promise<number> {
  let size = 0;
  for await (const member of readTar([bytes], { limits: LIMITS }))
    for await (const piece of member.content()) size += piece.length;
  return size;
}

async function drainZip(bytes: Uint8Array): Promise<number> {
  let size = 0;
  for await (const member of readZip(bytesSource(bytes), { limits: LIMITS }))
    for await (const piece of member.content()) size += piece.length;
  return size;
}

async function drainTarGz(bytes: Uint8Array): Promise<number> {
  let size = 0;
  for await (const member of readTar(readGzip([bytes], LIMITS), { limits: LIMITS })) {
    for await (const piece of member.content()) size += piece.length;
  }
  return size;
}

const tar = await readAll(writeTar(small), 1 << 20);
const zip = await readAll(writeZip(small, pakoDeflater, { parallel: 1 }), 1 << 20);

const FORMATS = [
  ["tar", tar, drainTar, 4500],
  ["zip", zip, drainZip, 4500],
  ["tar.gz", gzipSync(tar), drainTarGz, 1000],
] as const;

/** A read ends well or with a typed error; nothing else may come out of it. */
async function readSafely(drain: (bytes: Uint8Array) => Promise<number>, bytes: Uint8Array): Promise<boolean> {
  try {
    await drain(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return false;
  }
}

for (const [format, bytes, drain, mutations] of FORMATS) {
  test(`a ${format} cut at any byte is a typed error or ends between members`, async () => {
    const step = format === "tar" ? 7 : 1;
    let whole = 0;
    for (let end = 0; end < bytes.length; end += step) if (await readSafely(drain, bytes.subarray(0, end))) whole++;
    // Only a tar may end without its end: at the blocks of zeros, or where a next header would begin.
    if (format !== "tar") assert.equal(whole, 0);
    else assert.ok(whole < 400, `${whole} cuts went unnoticed`);
  });

  test(`${mutations} mutated ${format} archives give typed errors or are read`, async () => {
    let state = 0x2545f491;
    const random = (below: number): number => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % below;
    };
    let refused = 0;
    for (let round = 0; round < mutations; round++) {
      const mutant = Uint8Array.from(bytes);
      for (let count = 1 + random(4); count > 0; count--) {
        const at = random(mutant.length);
        const choice = random(4);
        if (choice === 0) mutant[at] = random(256);
        else if (choice === 1) mutant[at]! ^= 1 << random(8);
        else if (choice === 2) mutant.fill(0xff, at, at + 1 + random(8));
        else mutant.copyWithin(at, random(mutant.length), random(mutant.length));
      }
      if (!(await readSafely(drain, mutant))) refused++;
    }
    assert.ok(refused > mutations / 10, `only ${refused} were refused`);
  });
}
