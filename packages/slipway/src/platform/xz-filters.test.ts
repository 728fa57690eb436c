import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import test from "node:test";
import { readAll } from "../archive/byte-stream.ts";
import { READ_LIMITS } from "../archive/read-limits.ts";
import { decompress } from "./decompress.ts";
import { xzFilter } from "./xz-filters.ts";

const canPack = spawnSync("xz", ["--version"]).status === 0;

function pack(...filters: readonly string[]): Uint8Array {
  const { stdout } = spawnSync("xz", ["-c", ...filters, "--lzma2"], { input: gzipSync("x".repeat(1000)) });
  return new Uint8Array(stdout);
}

test("xzFilter() names what stands before LZMA2", { skip: !canPack && "xz is not here" }, async () => {
  assert.equal(xzFilter(pack()), undefined);
  assert.equal(xzFilter(pack("--delta=dist=4")), "a delta filter");
  assert.equal(xzFilter(pack("--x86")), "a filter for x86 programs (BCJ)");
  await assert.rejects(
    readAll(decompress("xz", [pack("--powerpc")], READ_LIMITS), 1 << 20),
    /Cannot unpack xz: it has a filter for PowerPC programs \(BCJ\), which is not read here; `xz -d` unpacks it/,
  );
});

test("xzFilter() looks at no more than it is given", () => {
  assert.equal(xzFilter(new Uint8Array(0)), "a filter of number 0");
});
