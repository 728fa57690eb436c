import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { isolatedEnvironment, makeRepository, MODULE, temporaryFolder } from "../source/testing/repository.ts";
import { openProject } from "./open-project.ts";
import { planProject, type PlannedProject, type PlanProjectOptions } from "./plan-project.ts";

async function planned(config: string, asked: PlanProjectOptions = {}): Promise<PlannedProject> {
  const root = temporaryFolder("project-fields");
  const env = isolatedEnvironment(root);
  const folder = join(root, "project");
  makeRepository(
    folder,
    [{ git: ["init", "-q"] }, ...MODULE, { write: "slipway.yaml", text: config }, { commit: "one" }, { tag: "v1.2.3" }],
    env,
  );
  const { snapshot = false, nightly = false } = asked;
  const options = { dir: folder, env: { ...env, SLIPWAY_CACHE: join(root, "cache") }, asked: { snapshot, nightly } };
  return planProject(await openProject(options), asked);
}

function ldflagsOf({ plan }: PlannedProject): string {
  const args = JSON.stringify(plan.tasks.find((task) => task.kind === "go-build")?.params);
  return /-X=?[ ]?main\.v=([^"]*)/.exec(args)?.[1] ?? args;
}

const BUILD = "builds:\n  - goos: [linux]\n    goarch: [amd64]\n    ldflags: ['-X main.v={{ .Env.V }}']\n";

test("planProject() gives the lines of env the version and whether it is a nightly one", async () => {
  const config = `env:\n  - KIND={{ if .IsNightly }}night{{ else }}day{{ end }}\n  - V={{ .Env.KIND }}-{{ .Version }}\n${BUILD}`;
  assert.equal(ldflagsOf(await planned(config)), "day-1.2.3");
  assert.match(ldflagsOf(await planned(config, { nightly: true })), /^night-1\.2\.4-[0-9a-f]+-nightly$/);
});

test("planProject() makes a version of env lines, and those lines may not ask for it", async () => {
  const snapshot = "snapshot:\n  version_template: '{{ .Env.V }}-dev'\n";
  const made = await planned(`env: ['V={{ .Env.HOME | base | len }}']\n${snapshot}${BUILD}`, { snapshot: true });
  assert.match(made.plan.version, /^\d+-dev$/);
  await assert.rejects(planned(`env: ['V={{ .Version }}']\n${snapshot}${BUILD}`, { snapshot: true }), {
    code: "template-execution",
    message: /map has no entry for key "Version"/,
  });
});

test("planProject() lets tag rules ask for what is released", async () => {
  const config = `git:\n  ignore_tags: ['{{ if .IsNightly }}v1.*{{ end }}']\n${BUILD.replace("Env.V", "Tag")}`;
  assert.equal(ldflagsOf(await planned(config)), "v1.2.3");
  assert.equal(ldflagsOf(await planned(config, { nightly: true })), "v0.0.0");
});
