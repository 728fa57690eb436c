import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { SlipwayError } from "../errors.ts";
import type { Task } from "../plan/task.ts";
import { nameProcess } from "../platform/process/orphans.ts";
import { treeEnded } from "../platform/process/process-tree.ts";
import { FakeProject, fakeJoin, fakeOutput, fakeTask } from "./testing/fake-project.ts";

let project: FakeProject;

beforeEach(async () => {
  project = await FakeProject.make();
});

afterEach(() => project.remove());

async function failure(work: Promise<unknown>): Promise<SlipwayError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof SlipwayError, String(error));
    return error;
  }
  throw new Error("expected a failure");
}

/** A task that holds the only token until all others wait for it: then the order decides and not who asked first. */
function blocker(): Task {
  project.behaviour["blocker"] = () => new Promise((resolve) => setTimeout(resolve, 150));
  return fakeTask("blocker", {}, { kind: "hook", outputs: [], resources: { cost: 1000 } });
}

test("executePlan() starts the longest chain first and each task as soon as it can", async () => {
  const plain = (id: string, cost: number) => fakeTask(id, {}, { kind: "plain", resources: { cost } });
  const after = { ...fakeJoin("after-short", ["short"]), kind: "plain" };
  await project.run([blocker(), plain("short", 1), plain("long", 10), after, plain("middle", 5)], { parallelism: 1 });
  assert.deepEqual(project.ran, ["blocker", "long", "middle", "short", "after-short"]);
});

test("executePlan() knows from the last run which chain is long", async () => {
  const tasks = (text: string) => [
    blocker(),
    fakeTask("quick", { text }, { kind: "plain", resources: { cost: 2 } }),
    fakeTask("slow", { text }, { kind: "plain", resources: { cost: 1 } }),
  ];
  project.behaviour["slow"] = () => new Promise((resolve) => setTimeout(resolve, 120));
  await project.run(tasks("1"), { parallelism: 1 });
  assert.deepEqual(project.ran, ["blocker", "quick", "slow"]);
  await project.run(tasks("2"), { parallelism: 1 });
  assert.deepEqual(project.ran, ["blocker", "slow", "quick"]);
});

test("executePlan() has no barrier: one target is packed while another still builds", async () => {
  const seen: string[] = [];
  const packed = Promise.withResolvers<void>();
  project.behaviour["build-b"] = () => packed.promise;
  project.behaviour["pack-a"] = () => {
    seen.push("pack-a");
    packed.resolve();
  };
  await project.run([
    fakeTask("build-a"),
    fakeTask("build-b"),
    fakeJoin("pack-a", ["build-a"]),
    fakeJoin("pack-b", ["build-b"]),
  ]);
  assert.deepEqual(seen, ["pack-a"]);
});

test("executePlan() never runs more at once than tokens and budget allow", async () => {
  let now = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    now -= 1;
  };
  const ids = Array.from({ length: 12 }, (_, index) => `t${index}`);
  for (const id of ids) project.behaviour[id] = work;
  await project.run(
    ids.map((id) => fakeTask(id)),
    { parallelism: 3 },
  );
  assert.equal(most, 3);
  most = 0;
  const heavy = ids.map((id) => fakeTask(id, { text: "heavy" }, { resources: { memory: 400 } }));
  await project.run(heavy, { parallelism: 8, memory: 1000 });
  assert.equal(most, 2);
  most = 0;
  const alone = ids.map((id) => fakeTask(id, { text: "alone" }, { resources: { exclusive: "kept" } }));
  await project.run(alone, { parallelism: 8 });
  assert.equal(most, 1);
});

test("executePlan() stops only what needs a failed task and reports every failure", async () => {
  for (const id of ["bad", "worse"]) {
    project.behaviour[id] = () => {
      throw new SlipwayError("tool-failed", `${id} broke`);
    };
  }
  const tasks = [
    fakeTask("bad"),
    fakeTask("worse"),
    fakeTask("good"),
    fakeJoin("needs-bad", ["bad"]),
    fakeJoin("needs-good", ["good"]),
  ];
  const error = await failure(project.run(tasks));
  assert.equal(error.code, "tool-failed");
  assert.equal(error.message, "2 of 5 tasks failed");
  assert.deepEqual(
    error.details.others?.map(({ message }) => message),
    ["bad broke", "worse broke"],
  );
  assert.deepEqual(project.levels(), {
    bad: "failed",
    worse: "failed",
    good: "made",
    "needs-bad": "skipped",
    "needs-good": "made",
  });
  const skipped = project.events.find((event) => event.type === "task-finished" && event.task === "needs-bad");
  assert.equal(skipped?.type === "task-finished" && skipped.reason, "needs bad, which failed");

  project.behaviour = {};
  await project.run(tasks);
  assert.deepEqual(project.levels(), {
    bad: "made",
    worse: "made",
    good: "L0",
    "needs-bad": "made",
    "needs-good": "L0",
  });
});

test("executePlan() throws a single failure as it is", async () => {
  project.behaviour["bad"] = () => {
    throw new SlipwayError("build-failed", "main.go:3: syntax error");
  };
  const error = await failure(project.run([fakeTask("bad"), fakeTask("good")]));
  assert.equal(error.message, "main.go:3: syntax error");
});

test("executePlan() reports what a kind throws by mistake as internal", async () => {
  project.behaviour["bad"] = () => {
    throw new TypeError("x is not a function");
  };
  const error = await failure(project.run([fakeTask("bad")]));
  assert.equal(error.code, "internal");
  assert.equal(error.message, "x is not a function");
});

test("executePlan() stops downstream of a finding of severity error, and looks again next time", async () => {
  const tasks = [fakeTask("check", { finding: "error" }), fakeJoin("ship", ["check"]), fakeTask("other")];
  for (let round = 0; round < 2; round += 1) {
    const error = await failure(project.run(tasks));
    assert.equal(error.code, "check-failed");
    assert.equal(error.exitCode, 4);
    assert.equal(project.levels()["check"], "failed");
    assert.equal(project.levels()["ship"], "skipped");
    assert.ok(!existsSync(join(project.dist, "check.txt")));
  }
});

test("executePlan() fails a task that does not make what it promised", async () => {
  const task = fakeTask("liar", {}, { kind: "hook" });
  const error = await failure(project.run([task]));
  assert.equal(error.message, 'The task "liar" ended without making "liar.txt"');
});

test("executePlan() runs the members of a batch that must run in one go", async () => {
  const member = (id: string, text: string) => fakeTask(id, { text }, { kind: "group", batch: "linux" });
  const tasks = (text: string) => [
    member("a", "1"),
    member("b", text),
    member("c", text),
    fakeJoin("sum", ["a", "b", "c"]),
  ];
  await project.run(tasks("1"));
  assert.deepEqual(project.ran, ["[a b c]", "a", "b", "c", "sum"]);
  await project.run(tasks("2"));
  assert.deepEqual(project.ran, ["[b c]", "b", "c", "sum"]);
  assert.equal(await project.read("sum.txt"), "|1|2|2");
});

test("executePlan() fails only the member of a batch that failed", async () => {
  project.behaviour["b"] = () => {
    throw new SlipwayError("build-failed", "no");
  };
  const member = (id: string) => fakeTask(id, {}, { kind: "group", batch: "linux" });
  await failure(project.run([member("a"), member("b"), fakeJoin("after", ["a"])]));
  assert.deepEqual(project.levels(), { a: "made", b: "failed", after: "made" });
});

test("executePlan() does not wait for itself when members of batches need one another", async () => {
  const member = (id: string, batch: string, needs: string[]) => fakeTask(id, {}, { kind: "group", batch, needs });
  await project.run([
    member("a1", "x", []),
    member("b1", "y", []),
    member("a2", "x", ["b1"]),
    member("b2", "y", ["a1"]),
  ]);
  assert.equal(Object.values(project.levels()).filter((level) => level === "made").length, 4);
});

test("executePlan() runs the rest of a batch when a member's need failed", async () => {
  project.behaviour["gen"] = () => {
    throw new SlipwayError("hook-failed", "no");
  };
  const member = (id: string, needs: string[]) => fakeTask(id, {}, { kind: "group", batch: "x", needs });
  await failure(project.run([fakeTask("gen"), member("a", []), member("b", ["gen"]), member("c", [])]));
  assert.deepEqual(project.levels(), { gen: "failed", a: "made", b: "skipped", c: "made" });
});

test("executePlan() ends processes and says cancelled when it is stopped", async () => {
  const controller = new AbortController();
  let pid = 0;
  project.behaviour["slow"] = async (_task, context) => {
    await context.process(["sh", "-c", "echo $$; sleep 60 & sleep 60"], {
      cwd: project.root,
      env: { PATH: process.env["PATH"] ?? "" },
      onOutput(_stream, text) {
        pid = Number(text);
        controller.abort("SIGINT");
      },
    });
  };
  const error = await failure(
    project.run([fakeTask("slow"), fakeJoin("after", ["slow"]), fakeTask("quick")], { signal: controller.signal }),
  );
  assert.equal(error.code, "cancelled");
  assert.equal(project.levels()["slow"], "cancelled");
  assert.equal(project.levels()["after"], "cancelled");
  assert.ok(pid > 0);
  assert.ok(treeEnded(pid), "a process of the group is left");
  await project.run([fakeTask("quick")]);
});

test("executePlan() says timeout when its signal does", async () => {
  project.behaviour["slow"] = (_task, context) =>
    new Promise((resolve) => context.signal.addEventListener("abort", () => resolve()));
  const error = await failure(project.run([fakeTask("slow")], { signal: AbortSignal.timeout(30) }));
  assert.equal(error.code, "timeout");
});

test("executePlan() refuses a dist with foreign files, and removes them with clean", async () => {
  await mkdir(join(project.dist, "sub"), { recursive: true });
  await writeFile(join(project.dist, "sub", "mine.txt"), "precious");
  const error = await failure(project.run([fakeTask("a")]));
  assert.equal(error.code, "dist-foreign");
  assert.equal(error.details.actual, "sub/mine.txt");
  assert.deepEqual(project.ran, []);
  await project.run([fakeTask("a")], { clean: true });
  assert.deepEqual(await readdir(project.dist), ["a.txt"]);
});

test("executePlan() removes what an earlier plan made and this one does not", async () => {
  const deep = fakeTask("old", {}, { outputs: [fakeOutput("linux/old.txt")] });
  await project.run([fakeTask("a"), deep]);
  assert.ok(existsSync(join(project.dist, "linux", "old.txt")));
  await project.run([fakeTask("a")]);
  assert.deepEqual(await readdir(project.dist), ["a.txt"]);
  assert.deepEqual(project.levels(), { a: "L0" });
});

test("executePlan() leaves nothing of another run in dist when a task fails", async () => {
  await project.run([fakeTask("old"), fakeTask("a"), fakeTask("b"), fakeJoin("sum", ["a", "b"])]);
  project.behaviour["b"] = () => {
    throw new SlipwayError("build-failed", "Cannot build b");
  };
  const next = (text: string) => [fakeTask("a", { text }), fakeTask("b", { text }), fakeJoin("sum", ["a", "b"])];
  assert.equal((await failure(project.run(next("2")))).code, "build-failed");
  assert.deepEqual(await readdir(project.dist), ["a.txt"]);
  assert.equal(await project.read("a.txt"), "2");

  project.behaviour = {};
  await project.run(next("2"));
  assert.deepEqual((await readdir(project.dist)).sort(), ["a.txt", "b.txt", "sum.txt"]);
});

test("executePlan() of a part leaves the rest of dist when a task fails, but nothing older under that task's names", async () => {
  await project.run([fakeTask("rest"), fakeTask("a")]);
  project.behaviour["a"] = () => {
    throw new SlipwayError("build-failed", "Cannot build a");
  };
  await failure(project.run([fakeTask("a", { text: "2" })], { partial: true }));
  assert.deepEqual(await readdir(project.dist), ["rest.txt"]);
});

test("executePlan() gives tasks of every kind one folder to share, so that nothing is prepared once for each kind", async () => {
  const folders: string[] = [];
  const tasks = [fakeTask("a"), fakeTask("b", {}, { kind: "plain" })];
  for (const { id } of tasks) project.behaviour[id] = (_, { shared }) => void folders.push(shared);
  await project.run(tasks);
  assert.equal(folders.length, 2);
  assert.equal(new Set(folders).size, 1);
});

test("executePlan() knows its files in each of a project's dist folders", async () => {
  const other = join(project.folder, "other");
  await project.run([fakeTask("a")]);
  await project.run([fakeTask("a")], { dist: other });
  await project.run([fakeTask("b")]);
  await project.run([fakeTask("b")], { dist: other });
  for (const dist of [project.dist, other]) assert.deepEqual(await readdir(dist), ["b.txt"]);
});

test("executePlan() refuses a dist folder that holds the project and names that leave dist", async () => {
  assert.equal((await failure(project.run([fakeTask("a")], { dist: project.root }))).code, "dist-foreign");
  assert.equal(
    (await failure(project.run([fakeTask("a")], { dist: project.folder, clean: true }))).code,
    "dist-foreign",
  );
  const out = fakeTask("a", {}, { outputs: [fakeOutput("../escape.txt")] });
  assert.match((await failure(project.run([out]))).message, /outside of the dist folder/);
  assert.ok(!existsSync(join(project.root, "escape.txt")));
});

test("executePlan() writes summaries only when they changed, and owns them", async () => {
  const summarise = { alsoOwned: ["artifacts.json"], summarise: () => ({ "artifacts.json": "[]" }) };
  await project.run([fakeTask("a")], summarise);
  const before = statSync(join(project.dist, "artifacts.json"), { bigint: true }).ctimeNs;
  await project.run([fakeTask("a")], summarise);
  assert.equal(statSync(join(project.dist, "artifacts.json"), { bigint: true }).ctimeNs, before);
});

test("executePlan() fails at once when another run works on the project, or waits for it", async () => {
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  project.behaviour["a"] = async () => {
    begun.resolve();
    await gate.promise;
  };
  const first = project.run([fakeTask("a")]);
  await begun.promise;
  const error = await failure(project.run([fakeTask("a")]));
  assert.equal(error.code, "locked");
  assert.match(error.message, new RegExp(`process ${process.pid}\\b`));
  const second = project.run([fakeTask("a")], { wait: 10_000 });
  gate.resolve();
  await first;
  await second;
  assert.deepEqual(project.levels(), { a: "L0" });
});

test("executePlan() goes on with a warning when the cache cannot be written", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  const storeFiles = {
    readText: () => Promise.resolve(undefined),
    writeText: () => Promise.reject(full),
    readBytes: () => Promise.resolve(undefined),
    writeBytes: () => Promise.reject(full),
    copy: () => Promise.reject(full),
    sum: () => Promise.resolve(""),
    size: () => undefined,
    remove: () => Promise.resolve(),
    touch: () => Promise.resolve(),
  };
  await project.run([fakeTask("a"), fakeTask("b")], { storeFiles });
  assert.deepEqual(project.levels(), { a: "made", b: "made" });
  assert.equal(project.warnings().length, 1);
  assert.match(project.warnings()[0]!, /Cannot write to the cache .*ENOSPC/);
});

test("executePlan() goes on with a warning when the cache folder is a file", async () => {
  await writeFile(project.cache, "not a folder");
  await project.run([fakeTask("a")]);
  assert.equal(await project.read("a.txt"), "");
  assert.match(project.warnings()[0]!, /Cannot use the cache/);
});

test("executePlan() says what is wrong when dist cannot be written and leaves no half of a file", async () => {
  await project.run([fakeTask("a", { text: "1" })]);
  if (process.getuid?.() === 0) {
    // Root writes through any mode: a file where a folder is needed stands for it.
    const blocked = fakeTask("a", { text: "2" }, { outputs: [fakeOutput("a.txt/inner.txt")] });
    const error = await failure(project.run([blocked]));
    assert.equal(error.code, "dist-write");
    return;
  }
  await chmod(project.dist, 0o555);
  // Back at once: the hook that removes the project comes before what the test itself asks for afterwards.
  const error = await failure(project.run([fakeTask("a", { text: "2" })])).finally(() => chmod(project.dist, 0o755));
  assert.equal(error.code, "dist-write");
  assert.equal(error.message, `Cannot write "${project.dist}": permission was denied`);
  assert.equal(await project.read("a.txt"), "1");
});

test("executePlan() sends what processes print through events and keeps it", async () => {
  project.behaviour["a"] = async (_task, context) => {
    const env = { PATH: process.env["PATH"] ?? "" };
    await context.process(["sh", "-c", "echo out; echo err >&2"], { cwd: project.root, env });
  };
  await project.run([fakeTask("a")]);
  const lines = (): string[] =>
    project.events.flatMap((event) => (event.type === "task-output" ? [`${event.stream} ${event.text}`] : []));
  assert.deepEqual(lines().sort(), ["stderr err\n", "stdout out\n"]);
  await project.run([fakeTask("a")]);
  assert.deepEqual(lines().sort(), ["stderr err\n", "stdout out\n"]);
});

test("executePlan() ends what a killed run has left running", { skip: process.platform !== "linux" }, async () => {
  await project.run([fakeTask("a")]);
  const [name] = await readdir(join(project.cache, "projects"));
  const orphan = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  const stranger = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  const end = once(orphan, "exit");
  const other = JSON.stringify([...(JSON.parse(nameProcess(stranger.pid!)) as string[]).slice(0, 2), "1"]);
  await writeFile(join(project.cache, "projects", name!, "children"), `${nameProcess(orphan.pid!)}\n${other}\ntorn`);
  await project.run([fakeTask("a")]);
  assert.deepEqual(await end, [null, "SIGKILL"]);
  assert.ok(!treeEnded(stranger.pid!));
  stranger.kill("SIGKILL");
});
