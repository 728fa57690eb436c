import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileState, folderState, sameState } from "./stat-snapshot.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-stat-"));
  file = join(folder, "a.go");
  await writeFile(file, "one");
  await new Promise((resolve) => setTimeout(resolve, 30));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("fileState() is the same as long as nothing happens", () => {
  assert.ok(sameState(fileState(file), fileState(file)));
  assert.ok(sameState(fileState(join(folder, "none")), "-"));
});

test("fileState() sees content, mode, replacement and removal", async () => {
  const changes: (() => Promise<void>)[] = [
    () => writeFile(file, "two"),
    () => chmod(file, 0o600),
    async () => {
      await writeFile(join(folder, "b"), "one");
      await rename(join(folder, "b"), file);
    },
    () => rm(file),
  ];
  for (const change of changes) {
    const before = fileState(file);
    await change();
    assert.ok(!sameState(before, fileState(file)), before);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.ok(!sameState(before, fileState(file)), before);
  }
});

test("fileState() sees a change whose mtime was set back", { skip: process.platform === "win32" }, async () => {
  await utimes(file, 1000, 1000);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const before = fileState(file);
  await writeFile(file, "six");
  await utimes(file, 1000, 1000);
  assert.ok(!sameState(before, fileState(file)));
});

test("fileState() does not trust a file that was written a moment ago", async () => {
  await writeFile(file, "two");
  const state = fileState(file);
  if (state.startsWith("~")) assert.ok(!sameState(state, state));
  await utimes(file, Date.now() / 1000 + 3600, Date.now() / 1000 + 3600);
  assert.ok(fileState(file).startsWith("~"), "a time in the future");
});

test("fileState() looks through symbolic links", async () => {
  const link = join(folder, "link");
  await writeFile(join(folder, "b.go"), "one");
  await symlink("a.go", link);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const before = fileState(link);
  assert.equal(before, fileState(file));
  await rm(link);
  await symlink("b.go", link);
  assert.ok(!sameState(before, fileState(link)));
});

test("folderState() sees new, removed and renamed entries and new types, not content", async () => {
  const before = folderState(folder);
  await writeFile(file, "two");
  assert.equal(folderState(folder), before);
  await writeFile(join(folder, "b.go"), "");
  assert.notEqual(folderState(folder), before);
  assert.equal(folderState(folder, new Set(["b.go"])), before);
  await rm(join(folder, "b.go"));
  assert.equal(folderState(folder), before);
  await rename(file, join(folder, "c.go"));
  assert.notEqual(folderState(folder), before);
  await mkdir(file);
  await rm(join(folder, "c.go"));
  assert.notEqual(folderState(folder), before);
  assert.equal(folderState(join(folder, "none")), "-");
});
