import assert from "node:assert/strict";
import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { formatCause } from "../../plan/explanation.ts";
import { FakeProject, fakeJoin, fakeOutput, fakeTask } from "../testing/fake-project.ts";

let project: FakeProject;

beforeEach(async () => {
  project = await FakeProject.make();
  await project.write("a.go", "A");
  await project.settle();
});

afterEach(() => project.remove());

const params = { sources: ["a.go"], text: "t", values: { toolchain: "go1" } };
const tasks = [fakeTask("a", params), fakeJoin("zip", ["a"])];

test("explainTask() says never built, then fresh", async () => {
  assert.deepEqual((await project.explain(tasks, "a")).causes, [{ type: "never-built" }]);
  assert.equal((await project.explain(tasks, "a")).verdict, "unknown");
  await project.run(tasks);
  const explanation = await project.explain(tasks, "a");
  assert.deepEqual([explanation.verdict, explanation.causes], ["fresh", []]);
  assert.deepEqual(explanation.lastRun, { causes: [{ type: "never-built" }] });
});

test("explainTask() names a changed, a removed and an added file, and what is behind an upstream task", async () => {
  await project.run(tasks);
  const path = "a.go";
  await project.write("a.go", "A2");
  assert.deepEqual((await project.explain(tasks, "a")).causes, [{ type: "file-changed", path }]);
  assert.deepEqual((await project.explain(tasks, "zip")).causes, [
    { type: "upstream-changed", task: "a", path: "a.txt", causes: [{ type: "file-changed", path }] },
  ]);
  await rm(join(project.root, path));
  assert.deepEqual((await project.explain(tasks, "a")).causes, [{ type: "file-removed", path }]);
  await project.write("a.go", "A");
  await project.write("b.go", "B");
  const more = [fakeTask("a", { ...params, sources: ["a.go", "b.go"] })];
  assert.deepEqual((await project.explain(more, "a")).causes.at(-1), {
    type: "file-added",
    path: "b.go",
  });
});

test("explainTask() still knows after the run what made the task run", async () => {
  await project.run(tasks);
  await project.write("a.go", "A2");
  await project.run(tasks);
  const explanation = await project.explain(tasks, "zip");
  assert.equal(explanation.verdict, "fresh");
  assert.deepEqual(
    explanation.lastRun?.causes.map(({ type }) => type),
    ["upstream-changed"],
  );
});

test("explainTask() names a param, a value, a name and the kind's detail", async () => {
  await project.run([fakeTask("a", { ...params, detail: ["net/http"] })]);
  const other = [fakeTask("a", { ...params, detail: ["net/http", "fmt"], text: "u", values: { toolchain: "go2" } })];
  const explanation = await project.explain(other, "a");
  assert.deepEqual(explanation.causes, [
    { type: "param-changed", name: "detail", before: ["net/http"], after: ["net/http", "fmt"] },
    { type: "param-changed", name: "text", before: "t", after: "u" },
    { type: "param-changed", name: "values.toolchain", before: "go1", after: "go2" },
    { type: "value-changed", name: "toolchain", before: "go1", after: "go2" },
  ]);
  assert.deepEqual(explanation.detail, ['["net/http"] -> ["net/http","fmt"]']);
  assert.equal(formatCause(explanation.causes[1]!), 'text changed: "t" before, "u" now');
  const renamed = [fakeTask("a", params, { outputs: [fakeOutput("b.txt")] })];
  assert.ok((await project.explain(renamed, "a")).causes.some(({ type }) => type === "outputs-changed"));
});

test("explainTask() tells a lost file from a lost result", async () => {
  await project.run(tasks);
  await rm(join(project.dist, "a.txt"));
  assert.deepEqual(await project.explain(tasks, "a").then(({ verdict, causes }) => ({ verdict, causes })), {
    verdict: "restore",
    causes: [{ type: "output-missing", path: "a.txt" }],
  });
  for (const name of await readdir(join(project.cache, "cas")))
    await rm(join(project.cache, "cas", name), { recursive: true });
  const { verdict, causes } = await project.explain(tasks, "a");
  assert.deepEqual([verdict, causes], ["run", [{ type: "output-missing", path: "a.txt" }, { type: "evicted" }]]);
  await project.run(tasks);
  assert.deepEqual((await project.explain(tasks, "a")).lastRun?.causes, [{ type: "evicted" }]);
});

test("explainTask() sees an output that somebody changed", async () => {
  await project.run(tasks);
  await project.settle();
  await writeFile(join(project.dist, "zip.txt"), "evil");
  const { verdict, causes } = await project.explain(tasks, "zip");
  assert.deepEqual([verdict, causes], ["restore", [{ type: "output-changed", path: "zip.txt" }]]);
});

test("explainTask() says of a task with effects that it always runs, and refuses unknown ids", async () => {
  const hook = fakeTask("gen", {}, { kind: "hook", outputs: [] });
  assert.equal((await project.explain([hook], "gen")).causes[0]?.type, "always");
  await assert.rejects(project.explain(tasks, "nope"), { code: "usage", message: 'The plan has no task "nope"' });
});
