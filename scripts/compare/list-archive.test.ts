import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { readAll } from "../../packages/slipway/src/archive/byte-stream.ts";
import { fileEntry, MTIME } from "../../packages/slipway/src/archive/testing/sample-entries.ts";
import { writeArchive, type PackedFormat } from "../../packages/slipway/src/pack/archive/archive-format.ts";
import { nodeDeflater } from "../../packages/slipway/src/platform/node-deflater.ts";
import { listArchive } from "./list-archive.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-list-"));
test.after(() => rmSync(folder, { recursive: true, force: true }));

async function list(format: PackedFormat, entries = sample()): Promise<readonly string[]> {
  const file = path.join(folder, `tool_1.2.3.${format}`);
  writeFileSync(file, await readAll(writeArchive(format, entries, { deflater: nodeDeflater, parallel: 1 }), 1 << 24));
  return listArchive(file);
}

function sample(): ReturnType<typeof fileEntry>[] {
  return [
    fileEntry("tool/z.txt", "last name first"),
    fileEntry("tool/a", "program", 0o755),
    { name: "tool/link", type: "symlink", mode: 0o777, mtime: MTIME, size: 0, link: "a" },
  ];
}

for (const format of ["tar", "tar.gz", "tgz", "tar.xz", "txz", "tar.zst", "tzst", "zip"] as const) {
  test(`listArchive() tells modes, names and order of ${format}`, async () => {
    assert.deepEqual(await list(format), ["0644 tool/z.txt", "0755 tool/a", "0777 tool/link -> a"]);
  });
}

for (const format of ["gz", "xz"] as const) {
  test(`listArchive() tells the name of what ${format} holds`, async () => {
    assert.deepEqual(await list(format, [fileEntry("tool", "program", 0o755)]), ["tool_1.2.3"]);
  });
}

test("listArchive() refuses a broken archive and an unknown ending", async () => {
  const file = path.join(folder, "broken.tar.gz");
  writeFileSync(file, "no gzip");
  await assert.rejects(listArchive(file));
  await assert.rejects(listArchive(path.join(folder, "tool.rar")), /no archive format/);
});
