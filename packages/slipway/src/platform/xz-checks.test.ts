import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { needPrograms } from "./testing/need-programs.ts";
import { decompress } from "./decompress.ts";

const LIMITS = { bytes: 1 << 30, ratio: 1000 } as Parameters<typeof decompress>[2];

async function unpacked(bytes: Uint8Array, piece: number): Promise<Buffer> {
  // oxlint-disable-next-line typescript/require-await -- a stream
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const parts: Uint8Array[] = [];
  for await (const part of decompress("xz", pieces(), LIMITS)) parts.push(part);
  return Buffer.concat(parts);
}

test("decompress() reads xz with every kind of check, several blocks and streams", async () => {
  needPrograms({ xz: "xz-utils" });
  const text = Buffer.from(Array.from({ length: 60_000 }, (_, index) => `${index * 7919}\n`).join(""));
  const xz = (...args: string[]): Buffer => execFileSync("xz", ["-c", ...args], { input: text, maxBuffer: 1 << 26 });
  const checks = ["none", "crc32", "crc64", "sha256"].map((check) => xz(`--check=${check}`));
  const blocks = xz("--check=sha256", "--block-size=50000", "-T2");
  const filtered = xz("--check=sha256", "--x86", "--lzma2");
  for (const file of [...checks, blocks]) assert.ok((await unpacked(file, 65_536)).equals(text));
  assert.ok((await unpacked(blocks, 7)).equals(text));
  await assert.rejects(unpacked(filtered, 65_536), /has a filter for x86 programs \(BCJ\), which is not read here/);
  const two = Buffer.concat([blocks, Buffer.alloc(8), xz("--check=sha256")]);
  assert.ok((await unpacked(two, 4096)).equals(Buffer.concat([text, text])));
});

test("decompress() refuses cut and damaged xz with SHA-256 checks", async () => {
  needPrograms({ xz: "xz-utils" });
  const file = execFileSync("xz", ["-c", "--check=sha256"], { input: "hello hello hello\n".repeat(20) });
  for (let length = 13; length < file.length; length++)
    await assert.rejects(unpacked(file.subarray(0, length), 64), { name: "ArchiveError" }, `${length}`);
  const damaged = Buffer.from(file);
  damaged[24] = 0x7f;
  await assert.rejects(unpacked(damaged, 64), { name: "ArchiveError" });
});
