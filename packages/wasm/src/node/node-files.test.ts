import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { backendContract, text, Tree } from "../testing/backend-contract.ts";
import { Vfs } from "../vfs/vfs.ts";
import { nodeFiles } from "./node-files.ts";

const base = mkdtempSync(join(tmpdir(), "slipway-wasm-node-"));
after(() => rmSync(base, { recursive: true, force: true }));
const fresh = (): string => mkdtempSync(join(base, "root-"));

backendContract("nodeFiles()", () => nodeFiles(fresh()));

test("nodeFiles() takes links out of its root for links inside it", async () => {
  const root = fresh();
  writeFileSync(join(base, "secret"), "secret");
  symlinkSync(join(base, "secret"), join(root, "absolute"));
  symlinkSync("../secret", join(root, "relative"));
  symlinkSync("..", join(root, "up"));
  const tree = new Tree(new Vfs(nodeFiles(root)));
  for (const path of ["/absolute", "/relative", "/up/secret", "/../secret"]) {
    await tree.fails("ENOENT", (vfs) => vfs.open(vfs.start, path, { read: true }));
  }
});

test("nodeFiles() does not follow a directory that was swapped for a link", async () => {
  const root = fresh();
  mkdirSync(join(root, "a/b"), { recursive: true });
  mkdirSync(join(base, "outside/b"), { recursive: true });
  writeFileSync(join(base, "outside/b/secret"), "secret");
  const tree = new Tree(new Vfs(nodeFiles(root)));
  const dir = await tree.run((vfs) => vfs.open(vfs.start, "/a/b", { read: true, directory: true }));
  await tree.run((vfs) => vfs.rename(vfs.start, "/a", vfs.start, "/c"));
  await tree.run((vfs) => vfs.symlink(vfs.start, "/a", join(base, "outside")));
  const start = { trail: [dir.spot], confined: true };
  await tree.fails("ENOENT", (vfs) => vfs.open(start, "secret", { read: true }));
  // The same, swapped behind the back of the mount.
  rmSync(join(root, "c"), { recursive: true });
  symlinkSync(join(base, "outside"), join(root, "c"));
  await tree.fails("ENOENT", (vfs) => vfs.open(start, "secret", { read: true }));
});

test("nodeFiles() with readOnly refuses every change", async () => {
  const root = fresh();
  writeFileSync(join(root, "f"), "kept");
  const tree = new Tree(new Vfs(nodeFiles(root, { readOnly: true })));
  await tree.fails("EROFS", (vfs) => vfs.open(vfs.start, "/f", { write: true }));
  await tree.fails("EROFS", (vfs) => vfs.open(vfs.start, "/f", { read: true, truncate: true }));
  await tree.fails("EROFS", (vfs) => vfs.open(vfs.start, "/new", { write: true, create: true }));
  await tree.fails("EROFS", (vfs) => vfs.mkdir(vfs.start, "/d"));
  await tree.fails("EROFS", (vfs) => vfs.unlink(vfs.start, "/f"));
  await tree.fails("EROFS", (vfs) => vfs.rename(vfs.start, "/f", vfs.start, "/g"));
  await tree.fails("EROFS", (vfs) => vfs.change(vfs.start, "/f", true, { mtime: 0n }));
  assert.equal(text(await tree.read("/f")), "kept");
});

test("nodeFiles() names a root that is not there", () => {
  assert.throws(() => nodeFiles(join(base, "none")), { code: "ENOENT" });
});
