import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { isProgram, readBinary } from "../read-binary.ts";
import type { Program } from "../read-binary.ts";
import { buildProbe } from "../testing/go-files.ts";
import type { ProbeOptions } from "../testing/go-files.ts";
import { readEmbeddedFiles } from "./embedded-files.ts";
import { readLinkerStrings } from "./linker-strings.ts";

function probe(target: string, options: ProbeOptions = {}): Program {
  const binary = readBinary(buildProbe(target, options).bytes);
  assert.ok(isProgram(binary));
  return binary;
}

test("readEmbeddedFiles names the files of an embed.FS in stripped programs of every format", () => {
  for (const target of ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64", "js/wasm"]) {
    const program = probe(target, { ldflags: "-s -w" });
    const files = readEmbeddedFiles(program);
    assert.deepEqual(
      files.map(({ name, size }) => ({ name, size })),
      [
        { name: "assets/hello.txt", size: 15 },
        { name: "assets/more.txt", size: 12 },
      ],
      target,
    );
    const { offset } = files[0]!;
    if (offset === undefined) continue;
    assert.equal(new TextDecoder().decode(program.bytes.subarray(offset, offset + 15)), "embedded hello\n");
    // The compiler keeps 16 bytes of a SHA-256, and marks which hash it was in none of them.
    const digest = createHash("sha256").update("embedded hello\n").digest("hex").slice(0, 32);
    assert.equal(files[0]!.hash.length, digest.length);
  }
});

test("readLinkerStrings shows what -X set, and nothing else", () => {
  for (const target of ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64"]) {
    const program = probe(target);
    const strings = readLinkerStrings(program);
    assert.deepEqual(
      strings.map(({ name, value }) => ({ name, value })),
      [
        { name: "main.date", value: "2026-01-02 03:04" },
        { name: "main.version", value: "v1.2.3" },
      ],
      target,
    );
    const offset = strings[1]!.offset!;
    assert.equal(new TextDecoder().decode(program.bytes.subarray(offset, offset + 6)), "v1.2.3", target);
  }
});

test("readLinkerStrings finds nothing in a stripped program", () => {
  assert.deepEqual(readLinkerStrings(probe("linux/amd64", { ldflags: "-s -w" })), []);
});
