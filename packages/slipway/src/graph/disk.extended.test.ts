import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { newKeyPair, signingKeyOf } from "../platform/ed25519.ts";
import { directoryRemote } from "../scale/remote/directory.ts";
import { GuardedRemote } from "../scale/remote/guarded.ts";
import { RemoteCache } from "../scale/remote/remote-cache.ts";
import { noise } from "../scale/remote/testing/contract.ts";
import { FakeProject, fakeJoin, fakeTask } from "./testing/fake-project.ts";

const skip =
  process.platform !== "linux" || process.getuid?.() !== 0 ? "mounting a small disk needs root on Linux" : false;

let project: FakeProject;
let mounts: string[] = [];

beforeEach(async () => {
  project = await FakeProject.make("slipway-disk-");
});

afterEach(async () => {
  for (const mount of mounts) execFileSync("umount", [mount]);
  mounts = [];
  await project.remove();
});

function mountSmall(folder: string, bytes: number): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder]);
  mounts.push(folder);
}

const small = (id: string) => fakeTask(id, { text: "small" });
const large = fakeTask("large", { text: "x".repeat(900_000) });

test(
  "executePlan() says that the disk of dist is full, keeps what is whole and finishes once there is room",
  { skip },
  async () => {
    mountSmall(project.dist, 1 << 20);
    writeFileSync(join(project.dist, ".slipway-tmp-old"), "left by a crash");
    const tasks = [small("a"), large, fakeJoin("double", ["large"])];
    await assert.rejects(project.run(tasks), (error: Error & { code?: string }) => {
      assert.equal(error.code, "dist-write");
      assert.match(error.message, /no space is left on the disk/);
      return true;
    });
    for (const name of readdirSync(project.dist)) assert.ok(["a.txt", "large.txt"].includes(name), name);
    assert.equal((await project.read("large.txt")).length, 900_000);
    execFileSync("mount", ["-o", "remount,size=8m", project.dist]);
    await project.run(tasks);
    assert.deepEqual(project.levels(), { a: "L0", large: "L0", double: "made" });
    assert.equal((await project.read("double.txt")).length, 900_001);
  },
);

test("executePlan() goes on with a warning when the disk of the cache is full", { skip }, async () => {
  mountSmall(project.cache, 256 << 10);
  await project.run([small("a"), large, fakeJoin("double", ["large"])]);
  assert.equal((await project.read("double.txt")).length, 900_001);
  assert.ok(project.warnings().some((text) => text.includes("Cannot write to the cache") && text.includes("ENOSPC")));
  writeFileSync(join(project.cache, "fill"), "");
  try {
    writeFileSync(join(project.cache, "fill"), "x".repeat(1 << 20));
  } catch {
    // Full now, to the last byte.
  }
  await project.run([
    fakeTask("b", { text: "b" }),
    fakeTask("inner", { text: "i" }, { outputs: [{ path: "inner.txt", mode: 0o644 }] }),
    fakeJoin("c", ["inner"]),
  ]);
  assert.equal(await project.read("c.txt"), "|i");
});

test("executePlan() goes on with a warning when the cache is read-only", { skip }, async () => {
  mountSmall(project.cache, 1 << 20);
  await project.run([small("a")]);
  execFileSync("mount", ["-o", "remount,ro", project.cache]);
  await project.run([small("a")], { clean: true });
  assert.equal(await project.read("a.txt"), "small");
  assert.match(project.warnings()[0]!, /Cannot use the cache .*EROFS/);
});

test("executePlan() says that dist is read-only and leaves it as it is", { skip }, async () => {
  mountSmall(project.dist, 1 << 20);
  await project.run([small("a")]);
  execFileSync("mount", ["-o", "remount,ro", project.dist]);
  await mkdir(join(project.root, "src"));
  await assert.rejects(project.run([fakeTask("a", { text: "new" })]), (error: Error & { code?: string }) => {
    assert.equal(error.code, "dist-write", error.stack);
    assert.match(error.message, /read-only/);
    return true;
  });
  assert.equal(await readFile(join(project.dist, "a.txt"), "utf8"), "small");
  await project.run([small("a")]);
  assert.deepEqual(project.levels(), { a: "L0" });
});

test("a shared folder whose disk is full is a warning, holds whole files only and is read on", { skip }, async () => {
  const shared = join(project.folder, "shared");
  mountSmall(shared, 256 << 10);
  const pair = newKeyPair();
  const warnings: string[] = [];
  const remotes = (): RemoteCache => {
    const warn = (text: string): void => void warnings.push(text);
    const { signal } = new AbortController();
    const guard = { read: true, write: true, timeout: 20_000, signal, warn };
    return new RemoteCache({
      remotes: [new GuardedRemote(directoryRemote(shared), guard)],
      key: signingKeyOf(pair.secretKey)!,
      trusted: new Set([pair.publicKey]),
      limit: 1e7,
      patience: 15_000,
      warn,
    });
  };
  const text = Buffer.from(noise("no room for this", 600_000)).toString("hex");
  const tasks = [small("a"), fakeTask("large", { text })];
  await project.run([small("a")], { remotes: remotes() });
  await project.run(tasks, { remotes: remotes() });
  assert.equal(await project.read("large.txt"), text);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /shared": it has no room \(no room is left \(ENOSPC\)\); nothing more is written to it/);
  for (const name of readdirSync(shared, { recursive: true, encoding: "utf8" })) {
    assert.match(name, /^(actions|blobs)([/\\][0-9a-f]{2}([/\\][0-9a-f]{64})?)?$/);
  }
  await rm(project.cache, { recursive: true });
  await project.run(tasks, { remotes: remotes(), clean: true });
  assert.deepEqual(project.levels(), { a: "remote", large: "made" });
  assert.equal(await project.read("large.txt"), text);
  assert.equal(warnings.length, 2);
});
