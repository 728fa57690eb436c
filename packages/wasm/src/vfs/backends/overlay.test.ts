import { strict as assert } from "node:assert";
import { test } from "node:test";
import { backendContract, text, Tree } from "../../testing/backend-contract.ts";
import { Vfs } from "../vfs.ts";
import { memory } from "./memory.ts";
import { overlay } from "./overlay.ts";

backendContract("overlay()", () => overlay(memory()));

test("overlay() shows the lower layer, and every change stays above it", async () => {
  const lower = memory();
  const below = new Tree(new Vfs(lower));
  await below.run((vfs) => vfs.mkdir(vfs.start, "/d"));
  for (const path of ["/d/kept", "/d/changed", "/d/removed", "/d/renamed"]) await below.write(path, path);
  const tree = new Tree(new Vfs(overlay(lower)));
  const { ino } = await tree.stat("/d/changed");
  const file = await tree.run((vfs) => vfs.open(vfs.start, "/d/changed", { write: true, append: true }));
  await file.write(new TextEncoder().encode("!"));
  await file.close();
  await tree.run((vfs) => vfs.unlink(vfs.start, "/d/removed"));
  await tree.run((vfs) => vfs.rename(vfs.start, "/d/renamed", vfs.start, "/d/new"));
  await tree.fails("ENOTEMPTY", (vfs) => vfs.rmdir(vfs.start, "/d"));
  await tree.fails("EXDEV", (vfs) => vfs.rename(vfs.start, "/d", vfs.start, "/e"));
  assert.equal(text(await tree.read("/d/changed")), "/d/changed!");
  assert.equal((await tree.stat("/d/changed")).ino, ino);
  assert.equal(text(await tree.read("/d/new")), "/d/renamed");
  assert.deepEqual(
    (await tree.list("/d")).map(({ name }) => name),
    ["changed", "kept", "new"],
  );
  assert.deepEqual(
    (await below.list("/d")).map(({ name }) => name),
    ["changed", "kept", "removed", "renamed"],
  );
  assert.equal(text(await below.read("/d/changed")), "/d/changed");
  await tree.write("/d/removed", "again");
  assert.equal(text(await tree.read("/d/removed")), "again");
});
