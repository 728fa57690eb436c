import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { tempProject, type TempProject } from "../testing/temp-project.ts";

/** A module with one program whose `main` is given, for this machine and one that nothing here runs. */
function prover(t: test.TestContext, main: string, config: string, files: Record<string, string> = {}): TempProject {
  return tempProject(
    t,
    {
      ".gitignore": "dist/\n",
      "go.mod": "module example.test/prog\n\ngo 1.21\n",
      "main.go": main,
      "slipway.yaml": `version: 2
project_name: prog
builds:
  - env: [CGO_ENABLED=0]
    targets: [linux_amd64, freebsd_amd64]
    ldflags: ["-X main.version={{ .Version }}"]
${config}`,
      ...files,
    },
    { tag: "v1.0.0" },
  );
}

const PRINTS = `package main

import "fmt"

var version = "dev"

func main() { fmt.Println("prog", version) }
`;

function release(project: TempProject, ...args: string[]): Promise<Run> {
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  return runSlipway(["release", "--snapshot", "--json", ...args], { cwd: project.root, env });
}

interface Told {
  readonly type: string;
  readonly kind?: string;
  readonly level?: string;
  readonly check?: {
    readonly check: string;
    readonly status: string;
    readonly target: string;
    readonly detail: string;
  };
}

function told(run: Run): Told[] {
  return run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Told);
}

const VERSION =
  'prove:\n  reproduce:\n    level: "off"\n  smoke:\n    - args: ["--version"]\n      output: "{{ .Version }}"\n';

test("release runs what it packed, tells what it cannot run, and runs nothing again that did not change", async (t) => {
  const project = prover(t, PRINTS, VERSION);
  const first = await release(project);
  assert.equal(first.code, 0, first.stdout + first.stderr);
  const checks = told(first).flatMap(({ check }) => check ?? []);
  assert.deepEqual(checks.map(({ check, status, target }) => `${target} ${check} ${status}`).sort(), [
    "freebsd/amd64/v1 archive passed",
    "freebsd/amd64/v1 policy passed",
    "freebsd/amd64/v1 smoke skipped",
    "linux/amd64/v1 archive passed",
    "linux/amd64/v1 policy passed",
    "linux/amd64/v1 smoke passed",
  ]);
  assert.match(checks.find(({ status }) => status === "skipped")?.detail ?? "", /nothing here runs freebsd\/amd64/);

  const again = await release(project);
  const smoke = told(again).filter(({ type, kind }) => type === "task-finished" && kind === "smoke");
  assert.deepEqual(
    smoke.map(({ level }) => level),
    ["L0", "L0"],
  );
  const sorted = (list: readonly object[]): string[] => list.map((each) => JSON.stringify(each)).sort();
  assert.deepEqual(sorted(told(again).flatMap(({ check }) => check ?? [])), sorted(checks));
});

test("release refuses a program that does not print its version", async (t) => {
  const project = prover(t, PRINTS.replace("version)", '"1.0")'), VERSION);
  const run = await release(project);
  assert.equal(run.code, 4);
  assert.match(run.stderr, /error\[check-failed\].*does not print what it must/);
});
