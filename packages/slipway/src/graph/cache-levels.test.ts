import assert from "node:assert/strict";
import { chmod, copyFile, mkdir, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { Task } from "../plan/task.ts";
import { newKeyPair, signingKeyOf } from "../platform/ed25519.ts";
import { directoryRemote } from "../scale/remote/directory.ts";
import { GuardedRemote } from "../scale/remote/guarded.ts";
import { RemoteCache } from "../scale/remote/remote-cache.ts";
import { FakeProject, fakeJoin, fakeOutput, fakeTask } from "./testing/fake-project.ts";

let project: FakeProject;

beforeEach(async () => {
  project = await FakeProject.make();
  await project.write("a.go", "A");
  await project.write("b.go", "B");
  await project.settle();
});

afterEach(() => project.remove());

const tasks = [
  fakeTask("a", { sources: ["a.go"], text: "one" }),
  fakeTask("b", { sources: ["b.go"], text: "two" }),
  fakeJoin("sum", ["a", "b"]),
];

test("executePlan() makes everything once and then leaves dist untouched", async () => {
  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "made", b: "made", sum: "made" });
  assert.equal(await project.read("sum.txt"), "|one|A|two|B");
  const before = await stat(join(project.dist, "sum.txt"), { bigint: true });

  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "L0", b: "L0", sum: "L0" });
  assert.deepEqual(project.ran, []);
  assert.equal((await stat(join(project.dist, "sum.txt"), { bigint: true })).ctimeNs, before.ctimeNs);
});

test("executePlan() asks nobody what results depend on where nothing is kept, and makes everything", async () => {
  for (let run = 0; run < 2; run++) {
    await project.run(tasks, { keepNothing: true });
    assert.deepEqual(project.levels(), { a: "made", b: "made", sum: "made" });
  }
  assert.equal(project.looked, 0);
  assert.equal(await project.read("sum.txt"), "|one|A|two|B");
});

test("executePlan() runs only what an edited file reaches, and says why", async () => {
  await project.run(tasks);
  await project.write("b.go", "B2");
  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "L0", b: "made", sum: "made" });
  assert.equal(await project.read("sum.txt"), "|one|A|two|B2");
  const ends = project.events.flatMap((event) => (event.type === "task-finished" ? [[event.task, event.reason]] : []));
  assert.deepEqual(Object.fromEntries(ends), {
    a: undefined,
    b: `${join(project.root, "b.go")} changed`,
    sum: "b.txt of b changed",
  });
});

test("executePlan() stops at a task whose new result is the old one", async () => {
  await project.run(tasks);
  project.behaviour["b"] = () => project.write("b.go", "B");
  await project.write("b.go", "B ");
  await project.run(tasks).catch(() => undefined);
  assert.deepEqual(project.levels()["sum"], "L0");
});

test("executePlan() takes results from the store when dist is gone", async () => {
  await project.run(tasks);
  await rm(project.dist, { recursive: true });
  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "L1", b: "L1", sum: "L1" });
  assert.equal(await project.read("sum.txt"), "|one|A|two|B");
  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "L0", b: "L0", sum: "L0" });
});

test("executePlan() takes results from the store for a clone in another place", async () => {
  await project.run(tasks);
  const clone = await FakeProject.make("slipway-clone-elsewhere-", project.cache);
  try {
    await clone.write("a.go", "A");
    await clone.write("b.go", "B");
    await clone.run(tasks);
    assert.deepEqual(clone.levels(), { a: "L1", b: "L1", sum: "L1" });
    assert.equal(await clone.read("sum.txt"), "|one|A|two|B");
  } finally {
    await clone.remove();
  }
});

test("executePlan() sees a file whose size and mtime were kept", async () => {
  await project.run(tasks);
  await project.settle();
  const file = join(project.root, "a.go");
  const { atime, mtime } = await stat(file);
  await writeFile(file, "Z");
  await utimes(file, atime, mtime);
  await project.run(tasks);
  assert.equal(project.levels()["a"], "made");
  assert.equal(await project.read("a.txt"), "one|Z");
});

test("executePlan() mends an output that somebody changed", async () => {
  await project.run(tasks);
  await project.settle();
  await writeFile(join(project.dist, "a.txt"), "evil");
  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "L1", b: "L0", sum: "L0" });
  assert.equal(await project.read("a.txt"), "one|A");
});

test("executePlan() mends the mode of an output", async () => {
  await project.run(tasks);
  await chmod(join(project.dist, "a.txt"), 0o600);
  await project.run(tasks);
  assert.equal((await stat(join(project.dist, "a.txt"))).mode & 0o777, 0o644);
});

test("executePlan() sets the time of an output whether it is made or restored, and when only the time changed", async () => {
  const output = { ...fakeOutput("a.txt"), mtime: 1_600_000_000 };
  const timed = (mtime: number): Task[] => [fakeTask("a", { text: "t" }, { outputs: [{ ...output, mtime }] })];
  const seconds = async (): Promise<number> => (await stat(join(project.dist, "a.txt"))).mtimeMs / 1000;
  await project.run(timed(1_600_000_000));
  assert.equal(await seconds(), 1_600_000_000);
  await project.run(timed(1_600_000_000));
  assert.deepEqual(project.levels(), { a: "L0" });
  await rm(project.dist, { recursive: true });
  await project.run(timed(1_600_000_000));
  assert.deepEqual([project.levels(), await seconds()], [{ a: "L1" }, 1_600_000_000]);
  await project.run(timed(1_500_000_000));
  assert.deepEqual([project.levels(), await seconds()], [{ a: "L1" }, 1_500_000_000]);
});

test("executePlan() looks again when a new file appears in a listed folder, and makes nothing anew", async () => {
  const listing = [fakeTask("a", { sources: ["a.go"], folders: ["."] })];
  await project.run(listing);
  await project.run(listing);
  assert.deepEqual(project.levels(), { a: "L0" });
  await project.write("new.txt", "n");
  await project.run(listing);
  assert.deepEqual(project.levels(), { a: "L1" });
});

test("executePlan() says of every task of a run what changed, however many ask at once", async () => {
  const several = (text: string): Task[] => ["a", "b", "c", "d"].map((id) => fakeTask(id, { text: `${text} ${id}` }));
  await project.run(several("1"));
  await project.run(several("2"));
  const reasons = project.events.flatMap((event) => (event.type === "task-finished" ? [event.reason] : []));
  assert.deepEqual(
    reasons.map((reason) => reason?.startsWith("text changed: ")),
    [true, true, true, true],
  );
});

test("executePlan() asks nobody again when params changed that say nothing of what is found", async () => {
  const asked = (text: string): Task[] => [fakeTask("a", { sources: ["a.go"], text })];
  await project.run(asked("1"));
  assert.equal(project.looked, 1);
  await project.run(asked("2"));
  assert.deepEqual([project.levels(), project.looked], [{ a: "made" }, 1]);
  assert.equal(await project.read("a.txt"), "2|A");
  await project.write("a.go", "B");
  await project.run(asked("3"));
  assert.deepEqual([project.levels(), project.looked], [{ a: "made" }, 2]);
  assert.equal(await project.read("a.txt"), "3|B");
});

test("executePlan() looks again when something appears at a watched path, and makes nothing anew", async () => {
  const watching = [fakeTask("a", { sources: ["a.go"], watched: ["bin/zig"] })];
  await project.run(watching);
  await project.run(watching);
  assert.deepEqual(project.levels(), { a: "L0" });
  await mkdir(join(project.root, "bin"));
  await project.write("bin/zig", "z");
  await project.run(watching);
  assert.deepEqual(project.levels(), { a: "L1" });
});

test("executePlan() makes anew for a changed param, value, kind of output and toolchain", async () => {
  await project.run([fakeTask("a", { text: "1", values: { toolchain: "go1" } })]);
  await project.run([fakeTask("a", { text: "2", values: { toolchain: "go1" } })]);
  assert.deepEqual(project.levels(), { a: "made" });
  await project.run([fakeTask("a", { text: "2", values: { toolchain: "go2" } })]);
  assert.deepEqual(project.levels(), { a: "made" });
  await project.run([fakeTask("a", { text: "1", values: { toolchain: "go1" } })]);
  assert.deepEqual(project.levels(), { a: "L1" });
  assert.equal(await project.read("a.txt"), "1");
});

test("executePlan() replays findings, lines and extras of a task that was not run", async () => {
  const told = [fakeTask("a", { print: "hello\n", finding: "warning" })];
  const seen = (): unknown[] => project.events.filter(({ type }) => type === "finding" || type === "task-output");
  await project.run(told);
  const first = seen();
  assert.equal(first.length, 2);
  await project.run(told);
  assert.deepEqual(project.levels(), { a: "L0" });
  assert.deepEqual(new Set(seen()), new Set(first));
  await rm(project.dist, { recursive: true });
  await project.run(told);
  assert.deepEqual(project.levels(), { a: "L1" });
  assert.deepEqual(new Set(seen()), new Set(first));
});

test("executePlan() keeps internal files out of dist and gives them to who needs them", async () => {
  const internal = fakeTask("a", { text: "in" }, { outputs: [{ path: "a.txt", mode: 0o644 }] });
  await project.run([internal, fakeJoin("sum", ["a"])]);
  assert.deepEqual(await readdir(project.dist), ["sum.txt"]);
  assert.equal(await project.read("sum.txt"), "|in");
  await project.run([internal, fakeJoin("sum", ["a"])]);
  assert.deepEqual(project.levels(), { a: "L0", sum: "L0" });
});

test("executePlan() does not keep a result whose sources changed while it was made", async () => {
  project.behaviour["a"] = async () => {
    await project.write("a.go", "changed meanwhile");
  };
  await project.run(tasks);
  project.behaviour = {};
  await project.write("a.go", "A");
  await project.settle();
  await project.run(tasks);
  assert.equal(project.levels()["a"], "made");
  assert.equal(await project.read("a.txt"), "one|A");
});

test("executePlan() does not keep a result into which a new file may have come while it was made", async () => {
  const listed = [fakeTask("a", { sources: ["b/extra.go"], folders: ["b"] })];
  await project.write("b/b.go", "B");
  project.behaviour["a"] = () => project.write("b/late.go", "late");
  await project.run(listed);
  project.behaviour = {};
  await rm(join(project.root, "b/late.go"));
  await project.settle();
  await project.run(listed);
  assert.equal(project.levels()["a"], "made");
  await project.run(listed);
  assert.equal(project.levels()["a"], "L0");
});

test("executePlan() makes a result again that its kind does not want kept, in a batch as well", async () => {
  const kept = [fakeTask("a"), fakeTask("b", {}, { kind: "group", batch: "both" })];
  const again = kept.map((task) => ({ ...task, params: { again: true } }));
  await project.run(again);
  await project.settle();
  await project.run(again);
  assert.deepEqual(project.levels(), { a: "made", b: "made" });
  await rm(project.dist, { recursive: true });
  await project.run(again);
  assert.deepEqual(project.levels(), { a: "made", b: "made" });
  await project.run(kept);
  await project.settle();
  await project.run(kept);
  assert.deepEqual(project.levels(), { a: "L0", b: "L0" });
});

test("executePlan() runs tasks with effects every time, and sees what they change", async () => {
  const hook = fakeTask("gen", {}, { kind: "hook", outputs: [] });
  const build = fakeTask("a", { sources: ["a.go"] }, { needs: ["gen"] });
  let text = "g1";
  project.behaviour["gen"] = () => project.write("a.go", text);
  await project.run([hook, build]);
  assert.equal(await project.read("a.txt"), "|g1");
  await project.settle();
  await project.run([hook, build]);
  assert.deepEqual(project.levels(), { gen: "made", a: "L1" });
  text = "g2";
  await project.run([hook, build]);
  assert.deepEqual(project.levels(), { gen: "made", a: "made" });
  assert.equal(await project.read("a.txt"), "|g2");
});

test("executePlan() with verifyCache makes everything again and finds other bytes", async () => {
  await project.run(tasks);
  await project.run(tasks, { verifyCache: true });
  assert.deepEqual(project.levels(), { a: "made", b: "made", sum: "made" });
  const clock = [fakeTask("clock", {})];
  await project.run(clock);
  // The text changes behind the fingerprint's back, as a clock or a random number would.
  project.behaviour["clock"] = (task) => void Object.assign(task.params, { text: "other" });
  await assert.rejects(
    project.run(clock, { verifyCache: true }),
    (error: Error & { code?: string; exitCode?: number }) => {
      assert.equal(error.code, "cache-mismatch");
      assert.equal(error.exitCode, 3);
      assert.match(error.message, /"clock" makes: clock\.txt/);
      return true;
    },
  );
});

test("executePlan() treats a damaged, lost or swapped cache entry as a miss with a warning", async () => {
  for (const damage of ["cas", "actions", "lost"]) {
    await project.run(tasks);
    const folder = join(project.cache, damage === "actions" ? "actions" : "cas");
    for (const name of await readdir(folder, { recursive: true })) {
      const path = join(folder, name);
      if ((await stat(path)).isDirectory()) continue;
      await chmod(path, 0o644);
      if (damage === "lost") await rm(path);
      else await writeFile(path, "x".repeat((await stat(path)).size));
    }
    await rm(project.dist, { recursive: true });
    await project.run(tasks);
    assert.deepEqual(project.levels(), { a: "made", b: "made", sum: "made" }, damage);
    assert.equal(await project.read("sum.txt"), "|one|A|two|B");
    assert.equal(project.warnings().length > 0, damage !== "lost", damage);
  }
});

test("executePlan() starts from nothing when its records are damaged", async () => {
  await project.run(tasks);
  const [name] = await readdir(join(project.cache, "projects"));
  for (const file of ["tasks.json", "why.json"])
    await writeFile(join(project.cache, "projects", name!, file), '{"schema":1,');
  await project.run(tasks);
  assert.deepEqual(project.levels(), { a: "L1", b: "L1", sum: "L1" });
});

test("executePlan() shares a store between projects whose files outside differ in place only", async () => {
  const other = await FakeProject.make("slipway-other-", project.cache);
  try {
    for (const each of [project, other]) {
      await mkdir(join(each.folder, "lib"));
      await writeFile(join(each.folder, "lib", "l.go"), "L");
    }
    const outside = [fakeTask("a", { sources: ["../lib/l.go"] })];
    await project.run(outside);
    await other.run(outside);
    assert.deepEqual(other.levels(), { a: "L1" });
    await copyFile(join(other.root, "..", "lib", "l.go"), join(other.folder, "lib", "m.go"));
    await other.run([fakeTask("a", { sources: ["../lib/m.go"] })]);
    assert.deepEqual(other.levels(), { a: "made" });
  } finally {
    await other.remove();
  }
});

test("executePlan() takes from a remote cache what another machine made, and makes what it cannot have", async () => {
  const pair = newKeyPair();
  const shared = join(project.folder, "shared");
  const remotes = (): RemoteCache => {
    const warn = (): void => undefined;
    const guard = { read: true, write: true, timeout: 5000, signal: new AbortController().signal, warn };
    return new RemoteCache({
      remotes: [new GuardedRemote(directoryRemote(shared), guard)],
      key: signingKeyOf(pair.secretKey)!,
      trusted: new Set([pair.publicKey]),
      limit: 1e6,
      patience: 15_000,
      warn,
    });
  };
  await project.run(tasks, { remotes: remotes() });
  const made = await project.read("sum.txt");
  await rm(project.cache, { recursive: true });
  await rm(project.dist, { recursive: true });
  await project.run(tasks, { remotes: remotes() });
  assert.deepEqual(project.levels(), { a: "remote", b: "remote", sum: "remote" });
  assert.equal(await project.read("sum.txt"), made);
  assert.deepEqual(project.ran, []);

  await project.run(tasks, { remotes: remotes() });
  assert.deepEqual(project.levels(), { a: "L0", b: "L0", sum: "L0" });

  await rm(project.cache, { recursive: true });
  await project.write("b.go", "B2");
  await project.run(tasks, { remotes: remotes(), clean: true });
  assert.deepEqual(project.levels(), { a: "remote", b: "made", sum: "made" });
});

test("executePlan() tells what looking around noticed, whichever way a task gets its result", async () => {
  const plan = (text: string): readonly Task[] => [fakeTask("a", { sources: ["a.go"], text, noticed: "no C here" })];
  const told = (): unknown[] =>
    project.events.flatMap((event) => (event.type === "finding" ? event.finding.message : []));
  for (const [level, text, before] of [
    ["made", "one", undefined],
    ["L0", "one", undefined],
    ["L1", "one", () => rm(project.dist, { recursive: true })],
    ["made", "two", undefined],
    ["L0", "two", undefined],
    ["L1", "one", undefined],
  ] as const) {
    await before?.();
    await project.settle();
    const result = await project.run(plan(text));
    assert.deepEqual(project.levels(), { a: level });
    assert.deepEqual(told(), ["no C here"], level);
    assert.deepEqual(
      result.findings.map(({ message }) => message),
      ["no C here"],
    );
  }
  assert.equal(project.looked, 1, "another text is no reason to look around again");
});
