import assert from "node:assert/strict";
import test from "node:test";
import type { Config } from "../../config/config.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Task } from "../../plan/task.ts";
import { GITHUB, githubWorkflow } from "./github-workflow.ts";
import { pipelineOf, type Pipeline } from "./pipeline.ts";

/** A plan with one build for each target. */
function planOf(targets: readonly string[]): Plan {
  const tasks = targets.map((target) => ({
    id: target,
    kind: "go-build",
    target,
    needs: [],
    inputs: [],
    outputs: [],
    params: {},
    resources: { cost: 35 },
  }));
  return { project: "many", targets, tasks: tasks as unknown as readonly Task[], dist: "dist" } as unknown as Plan;
}

function pipeline(
  targets: readonly string[],
  ci: Partial<Config["ci"]>,
  shards: Partial<Config["shards"]>,
  { tag = "", prefix = "" } = {},
): Pipeline {
  const config = {
    ci: {
      system: "github",
      slipway: "",
      runners: {},
      go: [],
      builds: [],
      tests: true,
      compare: true,
      environment: "release",
      ...ci,
    },
    shards: { by: "cost", native: [], count: 0, ...shards },
    monorepo: { tag_prefix: prefix },
  } as unknown as Config;
  const places = {
    project: "many",
    folder: ".",
    file: "",
    system: "",
    goFile: "go.mod",
    goVersion: "1.26",
    modules: ["."],
  };
  return pipelineOf(planOf(targets), { config, ...places, version: "1.0.0", tag });
}

test("pipelineOf() stays within 256 jobs for 300 targets, however many machines are wanted", () => {
  const many = Array.from({ length: 294 }, (_, at) => `plan9/cpu${at}`);
  const native = ["linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64", "windows/386"];
  for (const shards of [{}, { count: 300 }, { count: 300, native: ["darwin/arm64", "windows/arm64"] }]) {
    for (const ci of [{}, { go: ["1.25", "stable"], builds: ["release", "debug"] }]) {
      const { build, prove, test: tests } = pipeline([...many, ...native], ci, shards);
      const jobs = 4 + build.length + prove.length + tests.length;
      assert.ok(jobs <= 256, `${jobs} jobs`);
      assert.ok(build.length > 8 && build.length <= 202);
      const numbered = build.filter(({ targets }) => targets.length === 0);
      assert.deepEqual(
        numbered.map(({ shard }) => shard),
        numbered.map((_, at) => `${at + 1}/${numbered.length}`),
      );
    }
  }
});

test("pipelineOf() refuses more tests than a run may have jobs, and counts them", () => {
  const go = Array.from({ length: 90 }, (_, at) => `1.${at}`);
  assert.throws(
    () => pipeline(["linux/amd64", "linux/arm64", "darwin/arm64"], { go }, {}),
    /The workflow would have more than \d+ jobs/,
  );
});

test("pipelineOf() releases tags like the one that is there, with the prefix of a monorepo once", () => {
  const tags = (tag: string, prefix: string): string => pipeline(["linux/amd64"], {}, {}, { tag, prefix }).tags;
  for (const [tag, prefix, wanted] of [
    ["", "", "v*"],
    ["1.2.3", "", "*"],
    ["tools/k8s/v1.2.3", "", "tools/k8s/v*"],
    ["", "tools/k8s/", "tools/k8s/v*"],
    ["tools/k8s/v1.2.3", "tools/k8s/", "tools/k8s/v*"],
    ["tools/k8s/1.2.3", "tools/k8s/", "tools/k8s/*"],
  ] as const) {
    assert.equal(tags(tag, prefix), wanted, `${tag} with ${prefix}`);
  }
});

test("pipelineOf() counts what could be shared, whatever a run may have", () => {
  const many = Array.from({ length: 240 }, (_, at) => `plan9/cpu${at}`);
  const { build, most } = pipeline(many, {}, { count: 250 });
  assert.deepEqual([build.length, most], [200, 240]);
});

test("githubWorkflow() takes a plus in a tag's prefix as it is, where that is a sign of GitHub's patterns", () => {
  const plus = pipeline(["linux/amd64"], {}, {}, { prefix: "c++/" });
  for (const name of ["github", "forgejo"] as const) {
    const line = githubWorkflow(plus, { ...GITHUB, name })
      .split("\n")
      .find((each) => each.includes("tags:"));
    assert.equal(line?.trim(), String.raw`tags: ["c\\+\\+/v*"]`);
  }
});
