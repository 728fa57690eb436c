import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject, type TempProject } from "../testing/temp-project.ts";

interface Told {
  readonly type: string;
  readonly task?: string;
  readonly status?: string;
  readonly level?: string;
  readonly finding?: { readonly code: string; readonly severity: string; readonly artifact?: string };
  readonly error?: { readonly code: string };
}

async function release(
  project: TempProject,
  ...args: string[]
): Promise<{ code: number | null; events: Told[]; stderr: string }> {
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  const run = await runSlipway(["release", "--json", ...args], { cwd: project.root, env });
  const lines = run.stdout.trimEnd().split("\n").filter(Boolean);
  return { code: run.code, events: lines.map((line) => JSON.parse(line) as Told), stderr: run.stderr };
}

function codes(events: readonly Told[], severity: string): string[] {
  return events.flatMap(({ finding }) => (finding?.severity === severity ? [finding.code] : []));
}

function goBuild(project: TempProject, goarch: string, output: string): void {
  const env = { ...process.env, GOFLAGS: "-buildvcs=true", CGO_ENABLED: "0", GOOS: "linux", GOARCH: goarch };
  execFileSync("go", ["build", "-o", output, "."], { cwd: project.root, env });
}

const PREBUILT = `version: 2
project_name: tiny
builds:
  - builder: prebuilt
    targets: [linux_amd64]
    prebuilt: {path: "bin/tiny_{{ .Arch }}"}
`;

test("release refuses a program for another machine, and nothing is made of it", async (t) => {
  const files = { ...TINY_MODULE, ".gitignore": "dist/\nbin/\n", "slipway.yaml": PREBUILT };
  const project = tempProject(t, files, { tag: "v1.2.3" });
  goBuild(project, "arm64", "bin/tiny_amd64");
  const refused = await release(project, "--snapshot");
  assert.equal(refused.code, 4, refused.stderr);
  assert.deepEqual(codes(refused.events, "error"), ["wrong-machine"]);
  assert.deepEqual(
    project.list("dist").filter((file) => /tar\.gz|checksums|artifacts\.json/.test(file)),
    [],
  );
  const skipped = await release(project, "--snapshot", "--skip=prove");
  assert.equal(skipped.code, 0, skipped.stderr);
  assert.deepEqual(codes(skipped.events, "notice"), ["policy-skipped"]);
  goBuild(project, "amd64", "bin/tiny_amd64");
  const right = await release(project, "--snapshot");
  assert.equal(right.code, 0, right.stderr);
  assert.deepEqual(codes(right.events, "error"), []);
});

test("release refuses a program of another commit", async (t) => {
  const files = { ...TINY_MODULE, ".gitignore": "dist/\nbin/\n", "slipway.yaml": PREBUILT };
  const project = tempProject(t, files);
  goBuild(project, "amd64", "bin/tiny_amd64");
  project.commit("second");
  project.git("tag", "v1.2.3");
  const refused = await release(project, "--skip=publish");
  assert.equal(refused.code, 4, refused.stderr);
  assert.ok(codes(refused.events, "error").includes("wrong-commit"));
  goBuild(project, "amd64", "bin/tiny_amd64");
  const right = await release(project, "--skip=publish");
  assert.equal(right.code, 0, right.stderr);
});

test("a dirty stamp stops a release, warns of a snapshot, and is told again when nothing is made", async (t) => {
  const config = `version: 2
builds: [{targets: [linux_amd64]}]
before: {hooks: [sh -c 'echo made > made.txt']}
`;
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": config }, { tag: "v1.2.3" });
  const first = await release(project, "--snapshot");
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(codes(first.events, "warning"), ["dirty-stamp"]);
  execFileSync("rm", [path.join(project.root, "made.txt")]);
  const again = await release(project, "--snapshot");
  assert.deepEqual(codes(again.events, "warning"), ["dirty-stamp"]);
  const check = again.events.find(({ type, task }) => type === "task-finished" && task?.startsWith("policy:"));
  assert.equal(check?.level, "L0");
  execFileSync("rm", [path.join(project.root, "made.txt")]);
  const refused = await release(project, "--skip=publish");
  assert.equal(refused.code, 4, refused.stderr);
  assert.deepEqual(codes(refused.events, "error"), ["dirty-stamp"]);
});
