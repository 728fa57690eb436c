import { strict as assert } from "node:assert";
import { test } from "node:test";
import * as fc from "fast-check";
import { backendContract, text, Tree } from "../../testing/backend-contract.ts";
import { Disk } from "../../testing/disk.ts";
import { Vfs } from "../vfs.ts";
import { Journal } from "./opfs/journal.ts";
import { OpfsFiles } from "./opfs/opfs-files.ts";
import { Pool } from "./opfs/pool.ts";

async function open(disk: Disk, spare = 2): Promise<OpfsFiles> {
  const pool = new Pool(async (slot) => disk.file(`data-${slot}`), spare);
  return OpfsFiles.load(new Journal([disk.file("index-0"), disk.file("index-1")]), pool);
}

backendContract("opfs() over files in memory", () => open(new Disk()));
backendContract("opfs() without spare files", () => open(new Disk(), 0));

/** Everything in a tree: paths with types, link counts, times and contents. */
async function contents(files: OpfsFiles): Promise<Record<string, unknown>> {
  const tree = new Tree(new Vfs(files));
  const found: Record<string, unknown> = {};
  async function look(path: string): Promise<void> {
    for (const { name, type } of await tree.list(path === "" ? "/" : path)) {
      const full = `${path}/${name}`;
      const { nlink, mode, mtime } = await tree.run((vfs) => vfs.stat(vfs.start, full, false));
      const content = type === 4 ? text(await tree.read(full)) : "";
      found[full] = [type, nlink, mode, mtime, content];
      if (type === 3) await look(full);
    }
  }
  await look("");
  return found;
}

test("opfs() has everything again after it was closed: links, times, large and small files", async () => {
  const disk = new Disk();
  const first = await open(disk);
  const tree = new Tree(new Vfs(first));
  await tree.run((vfs) => vfs.mkdir(vfs.start, "/d", 0o700));
  await tree.write("/d/small", "small");
  for (const name of ["l1", "l2", "l3", "l4"]) await tree.write(`/${name}`, name.repeat(150_000));
  await tree.run((vfs) => vfs.link(vfs.start, "/d/small", vfs.start, "/hard"));
  await tree.run((vfs) => vfs.symlink(vfs.start, "/soft", "d/small"));
  await tree.run((vfs) => vfs.change(vfs.start, "/hard", true, { mtime: 123_456_789_012_345_678n }));
  await tree.run((vfs) => vfs.unlink(vfs.start, "/l2"));
  const before = await contents(first);
  first.close();
  const second = await open(disk);
  assert.deepEqual(await contents(second), before);
  await tree.fails("EIO", (vfs) => vfs.mkdir(vfs.start, "/late"));
  // Freed places are used again without harm to what is there.
  const again = new Tree(new Vfs(second));
  await again.write("/new", "n".repeat(400_000));
  assert.equal(text(await again.read("/l3")), "l3".repeat(150_000));
  second.close();
});

test("opfs() is after a crash as it was before or after some change, whatever reached the disk last", async () => {
  const step = fc.record({
    what: fc.constantFrom("write", "append", "mkdir", "unlink", "rename", "link", "truncate", "sync"),
    a: fc.integer({ min: 0, max: 4 }),
    b: fc.integer({ min: 0, max: 4 }),
    size: fc.constantFrom(0, 1, 5000, 300_000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.nat(), async (steps, cut) => {
      const disk = new Disk();
      const files = await open(disk, 1);
      const tree = new Tree(new Vfs(files));
      const states = [names(await contents(files))];
      for (const { what, a, b, size } of steps) {
        try {
          await act(tree, files, { what, a: `/${a}`, b: `/${b}`, size });
        } catch {
          // Names that are taken or missing are part of the game.
        }
        states.push(names(await contents(files)));
      }
      disk.crash(cut);
      const after = await open(disk, 1);
      const found = names(await contents(after));
      assert.ok(
        states.some((state) => JSON.stringify(state) === JSON.stringify(found)),
        `${JSON.stringify(found)} is none of ${JSON.stringify(states)}`,
      );
      await new Tree(new Vfs(after)).write("/usable", "yes");
      after.close();
      files.close();
    }),
    { numRuns: 150 },
  );
});

function names(found: Record<string, unknown>): string[] {
  return Object.keys(found).sort();
}

interface Act {
  readonly what: string;
  readonly a: string;
  readonly b: string;
  readonly size: number;
}

async function act(tree: Tree, files: OpfsFiles, { what, a, b, size }: Act): Promise<void> {
  if (what === "write") await tree.write(a, "x".repeat(size));
  else if (what === "mkdir") await tree.run((vfs) => vfs.mkdir(vfs.start, a));
  else if (what === "unlink") await tree.run((vfs) => vfs.unlink(vfs.start, a));
  else if (what === "rename") await tree.run((vfs) => vfs.rename(vfs.start, a, vfs.start, b));
  else if (what === "link") await tree.run((vfs) => vfs.link(vfs.start, a, vfs.start, b));
  else if (what === "truncate") await tree.run((vfs) => vfs.change(vfs.start, a, true, { size }));
  else if (what === "sync") files.flush();
  else {
    const file = await tree.run((vfs) => vfs.open(vfs.start, a, { write: true, append: true }));
    await file.write(new Uint8Array(size));
    await file.close();
  }
}

test("opfs() keeps what was synced through a crash, byte for byte", async () => {
  const disk = new Disk();
  const files = await open(disk);
  const tree = new Tree(new Vfs(files));
  await tree.write("/small", "s".repeat(7000));
  await tree.write("/large", "l".repeat(700_000));
  files.flush();
  await tree.run((vfs) => vfs.unlink(vfs.start, "/small"));
  await tree.write("/other", "o".repeat(7000));
  await tree.write("/large2", "L".repeat(700_000));
  disk.crash(0);
  const after = await open(disk);
  const found = new Tree(new Vfs(after));
  assert.equal(text(await found.read("/small")), "s".repeat(7000));
  assert.equal(text(await found.read("/large")), "l".repeat(700_000));
  after.close();
  files.close();
});

test("opfs() goes on after the disk was full, and loses nothing", async () => {
  const disk = new Disk();
  const files = await open(disk);
  const tree = new Tree(new Vfs(files));
  await tree.write("/kept", "kept");
  disk.full = true;
  await assert.rejects(tree.write("/f", "x".repeat(100_000)), { code: "ENOSPC" });
  disk.full = false;
  await tree.write("/g", "fits");
  files.close();
  const after = new Tree(new Vfs(await open(disk)));
  assert.equal(text(await after.read("/kept")), "kept");
  assert.equal(text(await after.read("/g")), "fits");
});

test("opfs() writes its journal anew when it is long, and refuses one of a later version", async () => {
  const disk = new Disk();
  const files = await open(disk);
  const tree = new Tree(new Vfs(files));
  await tree.write("/f", "x");
  for (let n = 0; n < 5000; n++) await tree.run((vfs) => vfs.change(vfs.start, "/f", true, { mtime: BigInt(n) }));
  files.flush();
  assert.ok(disk.size("index-0") + disk.size("index-1") < 300_000, "journal was not written anew");
  files.close();
  const index = disk.size("index-0") > 0 ? "index-0" : "index-1";
  disk.file(index).write(Uint8Array.from([9]), { at: 4 });
  await assert.rejects(open(disk), /their index has version 9, expected 1/);
});
