import { strict as assert } from "node:assert";
import { describe, test } from "node:test";
import { DIRECTORY, FILE, SYMLINK, type Backend } from "../vfs/backend.ts";
import { drive, type Steps } from "../vfs/steps.ts";
import { Vfs } from "../vfs/vfs.ts";

/** What a back end can do less than all of it. */
export interface Limits {
  readonly noLinks?: boolean;
  readonly noSymlinks?: boolean;
  readonly noTimes?: boolean;
  /** The coarsest step of its times in nanoseconds; exact where it is not given. */
  readonly timeStep?: bigint;
}

/** The contract of a writable back end, seen through the layer that every program sees it through. */
export function backendContract(name: string, make: () => Backend | Promise<Backend>, limits: Limits = {}): void {
  async function fresh(): Promise<Tree> {
    return new Tree(new Vfs(await make()));
  }

  describe(`contract of ${name}`, () => {
    test("a file keeps what was written, also in pieces and behind a gap", async () => {
      const tree = await fresh();
      await tree.write("/a", "hello");
      const file = await tree.run((vfs) => vfs.open(vfs.start, "/a", { read: true, write: true }));
      assert.equal(await file.writeAt(bytes("J"), 0), 1);
      assert.equal(await file.writeAt(bytes("!"), 7), 1);
      const into = new Uint8Array(20);
      assert.equal(await file.readAt(into, 0), 8);
      assert.equal(text(into.subarray(0, 8)), "Jello\0\0!");
      assert.equal(await file.readAt(into, 8), 0);
      assert.equal(await file.readAt(into, 1000), 0);
      await file.close();
      assert.equal((await tree.stat("/a")).size, 8);
    });

    test("a megabyte comes back as it went", async () => {
      const tree = await fresh();
      const data = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 31) & 255);
      await tree.write("/big", data);
      assert.deepEqual(await tree.read("/big"), data);
    });

    test("append mode writes at the end, wherever the offset is", async () => {
      const tree = await fresh();
      await tree.write("/log", "one");
      const file = await tree.run((vfs) => vfs.open(vfs.start, "/log", { write: true, append: true }));
      await file.write(bytes(" two"));
      await tree.write("/other", "");
      await file.write(bytes(" three"));
      assert.equal(file.position, 13);
      await file.close();
      assert.equal(text(await tree.read("/log")), "one two three");
    });

    test("truncation shortens, and growth fills with zeros", async () => {
      const tree = await fresh();
      await tree.write("/t", "abcdef");
      await tree.run((vfs) => vfs.change(vfs.start, "/t", true, { size: 2 }));
      await tree.run((vfs) => vfs.change(vfs.start, "/t", true, { size: 4 }));
      assert.equal(text(await tree.read("/t")), "ab\0\0");
      await (await tree.run((vfs) => vfs.open(vfs.start, "/t", { write: true, truncate: true }))).close();
      assert.equal((await tree.stat("/t")).size, 0);
    });

    test("an unlinked file lives until it is closed", async () => {
      const tree = await fresh();
      await tree.write("/gone", "still here");
      const file = await tree.run((vfs) => vfs.open(vfs.start, "/gone", { read: true, write: true }));
      await tree.run((vfs) => vfs.unlink(vfs.start, "/gone"));
      await tree.fails("ENOENT", (vfs) => vfs.stat(vfs.start, "/gone", true));
      await tree.write("/gone", "another");
      const into = new Uint8Array(32);
      assert.equal(text(into.subarray(0, await file.readAt(into, 0))), "still here");
      assert.equal(await file.writeAt(bytes("S"), 0), 1);
      assert.equal((await file.attributes()).size, 10);
      await file.close();
      assert.equal(text(await tree.read("/gone")), "another");
    });

    test("directories list what is in them with types and stable inode numbers", async () => {
      const tree = await fresh();
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/d"));
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/d/sub"));
      await tree.write("/d/file", "x");
      const list = await tree.list("/d");
      assert.deepEqual(
        list.map(({ name: entry, type }) => [entry, type]),
        [
          ["file", FILE],
          ["sub", DIRECTORY],
        ],
      );
      for (const { name: entry, ino } of list) assert.equal((await tree.stat(`/d/${entry}`)).ino, ino);
      assert.equal((await tree.stat("/d")).type, DIRECTORY);
      assert.notEqual(list[0]?.ino, list[1]?.ino);
    });

    test("names of every script and awkward bytes survive", async () => {
      const tree = await fresh();
      const names = ["a b", "ü", "日本語", "🚀", "-", "...", "%2F", "con", "a".repeat(200)];
      for (const entry of names) await tree.write(`/${entry}`, entry);
      assert.deepEqual((await tree.list("/")).map(({ name: entry }) => entry).sort(), [...names].sort());
      for (const entry of names) assert.equal(text(await tree.read(`/${entry}`)), entry);
    });

    test("taken names, missing names and wrong types have their own errors", async () => {
      const tree = await fresh();
      await tree.write("/f", "");
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/d"));
      await tree.write("/d/inner", "");
      await tree.fails("EEXIST", (vfs) => vfs.mkdir(vfs.start, "/f"));
      await tree.fails("EEXIST", (vfs) => vfs.mkdir(vfs.start, "/d"));
      await tree.fails("EEXIST", (vfs) => vfs.open(vfs.start, "/f", { create: true, exclusive: true, write: true }));
      await tree.fails("ENOENT", (vfs) => vfs.mkdir(vfs.start, "/none/d"));
      await tree.fails("ENOENT", (vfs) => vfs.open(vfs.start, "/none", { read: true }));
      await tree.fails("ENOTDIR", (vfs) => vfs.open(vfs.start, "/f/x", { read: true }));
      await tree.fails("ENOTDIR", (vfs) => vfs.open(vfs.start, "/f/", { read: true }));
      await tree.fails("ENOTDIR", (vfs) => vfs.open(vfs.start, "/f", { directory: true }));
      await tree.fails("ENOTDIR", (vfs) => vfs.rmdir(vfs.start, "/f"));
      await tree.fails("EISDIR", (vfs) => vfs.open(vfs.start, "/d", { write: true }));
      await tree.fails("EISDIR", (vfs) => vfs.unlink(vfs.start, "/d"));
      await tree.fails("ENOTEMPTY", (vfs) => vfs.rmdir(vfs.start, "/d"));
      await tree.fails("ENOENT", (vfs) => vfs.unlink(vfs.start, "/none"));
      await tree.fails("ENAMETOOLONG", (vfs) => vfs.mkdir(vfs.start, `/${"n".repeat(256)}`));
      await tree.fails("EINVAL", (vfs) => vfs.mkdir(vfs.start, "/a\0b"));
    });

    test("rename moves files and directories with what is in them, and replaces", async () => {
      const tree = await fresh();
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/from"));
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/to"));
      await tree.write("/from/f", "1");
      await tree.write("/old", "2");
      await tree.run((vfs) => vfs.rename(vfs.start, "/from/f", vfs.start, "/old"));
      assert.equal(text(await tree.read("/old")), "1");
      await tree.run((vfs) => vfs.rename(vfs.start, "/old", vfs.start, "/from/again"));
      const { ino } = await tree.stat("/from/again");
      await tree.run((vfs) => vfs.rename(vfs.start, "/from", vfs.start, "/to"));
      assert.equal(text(await tree.read("/to/again")), "1");
      assert.equal((await tree.stat("/to/again")).ino, ino);
      await tree.fails("ENOENT", (vfs) => vfs.stat(vfs.start, "/from", true));
      await tree.fails("EINVAL", (vfs) => vfs.rename(vfs.start, "/to", vfs.start, "/to/below"));
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/empty"));
      await tree.fails("ENOTEMPTY", (vfs) => vfs.rename(vfs.start, "/empty", vfs.start, "/to"));
      await tree.fails("EISDIR", (vfs) => vfs.rename(vfs.start, "/to/again", vfs.start, "/empty"));
      await tree.fails("ENOTDIR", (vfs) => vfs.rename(vfs.start, "/empty", vfs.start, "/to/again"));
    });

    test("a file that was opened before it was renamed stays the same file", async () => {
      const tree = await fresh();
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/d"));
      await tree.write("/d/f", "before");
      const file = await tree.run((vfs) => vfs.open(vfs.start, "/d/f", { read: true, write: true }));
      await tree.run((vfs) => vfs.rename(vfs.start, "/d/f", vfs.start, "/g"));
      await file.writeAt(bytes("B"), 0);
      await file.close();
      assert.equal(text(await tree.read("/g")), "Before");
    });

    test("an open directory still finds its files after it was renamed", async () => {
      const tree = await fresh();
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/d"));
      await tree.run((vfs) => vfs.mkdir(vfs.start, "/d/e"));
      await tree.write("/d/e/f", "found");
      const dir = await tree.run((vfs) => vfs.open(vfs.start, "/d/e", { read: true, directory: true }));
      await tree.run((vfs) => vfs.rename(vfs.start, "/d", vfs.start, "/moved"));
      const start = { trail: [dir.spot], confined: true };
      assert.equal((await tree.run((vfs) => vfs.stat(start, "f", true))).size, 5);
      await tree.fails("EPERM", (vfs) => vfs.stat(start, "../e", true));
    });

    test("times are kept", { skip: limits.noTimes === true && "not by this back end" }, async () => {
      const tree = await fresh();
      await tree.write("/t", "x");
      const atime = 1_000_000_123_456_789n;
      const mtime = 1_700_000_000_987_654_321n;
      await tree.run((vfs) => vfs.change(vfs.start, "/t", true, { atime, mtime }));
      const after = await tree.stat("/t");
      const step = limits.timeStep ?? 1n;
      for (const [got, want] of [
        [after.atime, atime],
        [after.mtime, mtime],
      ] as const) {
        const off = got > want ? got - want : want - got;
        assert.ok(off < step || off === 0n, `${got} is not ${want}`);
      }
    });

    test("hard links share one inode", { skip: limits.noLinks === true && "not by this back end" }, async () => {
      const tree = await fresh();
      await tree.write("/a", "shared");
      await tree.run((vfs) => vfs.link(vfs.start, "/a", vfs.start, "/b"));
      const [a, b] = [await tree.stat("/a"), await tree.stat("/b")];
      assert.equal(a.ino, b.ino);
      assert.equal(a.nlink, 2);
      await tree.run((vfs) => vfs.unlink(vfs.start, "/a"));
      assert.equal(text(await tree.read("/b")), "shared");
      assert.equal((await tree.stat("/b")).nlink, 1);
      await tree.fails("EEXIST", (vfs) => vfs.link(vfs.start, "/b", vfs.start, "/b"));
    });

    test(
      "symbolic links are followed, also in loops",
      { skip: limits.noSymlinks === true && "not by this back end" },
      async () => {
        const tree = await fresh();
        await tree.run((vfs) => vfs.mkdir(vfs.start, "/d"));
        await tree.write("/d/f", "target");
        await tree.run((vfs) => vfs.symlink(vfs.start, "/link", "d/f"));
        await tree.run((vfs) => vfs.symlink(vfs.start, "/d/up", "../link"));
        await tree.run((vfs) => vfs.symlink(vfs.start, "/dir", "d"));
        await tree.run((vfs) => vfs.symlink(vfs.start, "/loop", "loop"));
        await tree.run((vfs) => vfs.symlink(vfs.start, "/nowhere", "none"));
        assert.equal(text(await tree.read("/link")), "target");
        assert.equal(text(await tree.read("/dir/up")), "target");
        assert.equal(await tree.run((vfs) => vfs.readlink(vfs.start, "/d/up")), "../link");
        const link = await tree.run((vfs) => vfs.stat(vfs.start, "/link", false));
        assert.deepEqual([link.type, link.size], [SYMLINK, 3]);
        await tree.fails("ELOOP", (vfs) => vfs.stat(vfs.start, "/loop", true));
        await tree.fails("ENOENT", (vfs) => vfs.stat(vfs.start, "/nowhere", true));
        await tree.fails("EINVAL", (vfs) => vfs.readlink(vfs.start, "/d/f"));
        await tree.run((vfs) => vfs.unlink(vfs.start, "/link"));
        assert.equal(text(await tree.read("/d/f")), "target");
      },
    );
  });
}

/** Short words for tests over a tree. */
export class Tree {
  readonly vfs: Vfs;

  constructor(vfs: Vfs) {
    this.vfs = vfs;
  }

  async run<T>(work: (vfs: Vfs) => Steps<T>): Promise<T> {
    return drive(work(this.vfs));
  }

  async fails(code: string, work: (vfs: Vfs) => Steps<unknown>): Promise<void> {
    await assert.rejects(async () => drive(work(this.vfs)), { code });
  }

  async write(path: string, data: Uint8Array | string): Promise<void> {
    const file = await this.run((vfs) => vfs.open(vfs.start, path, { write: true, create: true, truncate: true }));
    let rest = typeof data === "string" ? bytes(data) : data;
    while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    await file.close();
  }

  async read(path: string): Promise<Uint8Array> {
    const file = await this.run((vfs) => vfs.open(vfs.start, path, { read: true }));
    const data = new Uint8Array((await file.size()) + 1);
    let done = 0;
    for (;;) {
      const count = await file.read(data.subarray(done));
      if (count === 0) break;
      done += count;
    }
    await file.close();
    return data.slice(0, done);
  }

  stat(path: string): Promise<Awaited<ReturnType<Vfs["stat"]> extends Steps<infer T> ? T : never>> {
    return this.run((vfs) => vfs.stat(vfs.start, path, true));
  }

  async list(path: string): Promise<{ name: string; type: number; ino: bigint }[]> {
    const dir = await this.run((vfs) => vfs.open(vfs.start, path, { read: true, directory: true }));
    const entries = [...(await dir.list())];
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

export function bytes(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function text(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}
