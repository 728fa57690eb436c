import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import {
  copyFile,
  ensureFolder,
  ensureFolderSync,
  exists,
  moveFile,
  readTextIfExists,
  removeTree,
  writeFileAtomic,
} from "./files.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-files-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("writeFileAtomic() makes folders, sets the mode whatever the umask, and leaves no other name", async () => {
  const path = join(folder, "a", "b", "c");
  const umask = process.umask(0o077);
  try {
    await writeFileAtomic(path, "text", { mode: 0o755 });
  } finally {
    process.umask(umask);
  }
  assert.equal(await readFile(path, "utf8"), "text");
  assert.equal((await stat(path)).mode & 0o777, 0o755);
  await writeFileAtomic(path, new Uint8Array([104, 105]));
  assert.equal(await readTextIfExists(path), "hi");
  assert.deepEqual(await readdir(join(folder, "a", "b")), ["c"]);
});

test("writeFileAtomic() keeps the old content and cleans up when it fails", async () => {
  await mkdir(join(folder, "a"));
  await writeFile(join(folder, "a", "keep"), "");
  await assert.rejects(writeFileAtomic(join(folder, "a"), "text"));
  assert.deepEqual(await readdir(folder), ["a"]);
});

test("copyFile() gives the copy its own mode", async () => {
  await writeFile(join(folder, "from"), "x", { mode: 0o444 });
  await copyFile(join(folder, "from"), join(folder, "new", "to"), { mode: 0o755 });
  assert.equal((await stat(join(folder, "new", "to"))).mode & 0o777, 0o755);
  await copyFile(join(folder, "from"), join(folder, "plain"));
  assert.equal((await stat(join(folder, "plain"))).mode & 0o777, 0o644);
});

test("moveFile() replaces, makes folders and sets the mode", async () => {
  await writeFile(join(folder, "from"), "new");
  await writeFile(join(folder, "to"), "old");
  await moveFile(join(folder, "from"), join(folder, "to"), 0o600);
  assert.equal(await readFile(join(folder, "to"), "utf8"), "new");
  await moveFile(join(folder, "to"), join(folder, "x", "y"), 0o644);
  assert.ok(await exists(join(folder, "x", "y")));
  assert.ok(!(await exists(join(folder, "to"))));
});

test("readTextIfExists() has nothing where nothing is, and throws for what it cannot read", async () => {
  assert.equal(await readTextIfExists(join(folder, "none", "a")), undefined);
  await assert.rejects(readTextIfExists(folder), { code: "EISDIR" });
});

test("removeTree() removes read-only folders and does not follow links out", async () => {
  const outside = join(folder, "outside");
  await mkdir(outside);
  await writeFile(join(outside, "precious"), "");
  const tree = join(folder, "tree");
  await mkdir(join(tree, "sub"), { recursive: true });
  await writeFile(join(tree, "sub", "f"), "");
  await symlink(outside, join(tree, "link"));
  await chmod(join(tree, "sub"), 0o555);
  await removeTree(tree);
  assert.deepEqual(await readdir(folder), ["outside"]);
  assert.deepEqual(await readdir(outside), ["precious"]);
  await removeTree(tree);
});

test("a folder that no file system would make is refused, where Node's own way never ends", async (t) => {
  if (process.platform !== "linux") return t.skip("only Linux has /proc");
  const place = "/proc/slipway-nothing/a/file";
  await assert.rejects(writeFileAtomic(place, "x"), { code: "ENOENT" });
  await assert.rejects(ensureFolder(place), { code: "ENOENT" });
  assert.throws(() => ensureFolderSync(place), { code: "ENOENT" });
});

test("ensureFolderSync() makes a folder and those above it, once", async () => {
  const inner = join(folder, "one", "two");
  ensureFolderSync(inner);
  ensureFolderSync(inner);
  assert.ok(await exists(inner));
  await writeFile(join(inner, "file"), "");
  assert.throws(() => ensureFolderSync(join(inner, "file", "three")), { code: "EEXIST" });
});
