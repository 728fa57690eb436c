import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
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
  readonly finding?: { readonly code: string };
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

const QUICK = 'prove:\n  reproduce:\n    level: "off"\n';
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
  assert.match(checks.find(({ status }) => status === "skipped")?.detail ?? "", /nothing here runs freebsd programs/);

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

test("release tells once that a program which always fails was seen to start and no more", async (t) => {
  const project = prover(
    t,
    'package main\n\nimport "os"\n\nfunc main() { println("cannot find config"); os.Exit(1) }\n',
    QUICK,
  );
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  const run = await runSlipway(["release", "--snapshot"], { cwd: project.root, env });
  assert.equal(run.code, 0, run.stdout + run.stderr);
  assert.match(
    run.stderr,
    /^notice\[smoke-exit\] linux\/amd64\/v1.*: prog starts, and ends --version with exit 1, "cannot find config"$/m,
  );
  assert.equal(run.stderr.split("smoke-exit").length, 2);
});

/** What `dist/report.json` says, held against its published schema. */
function reportOf(project: TempProject): {
  ok: boolean;
  gate: { skipped: boolean };
  tasks: { kind: string; status: string }[];
} {
  const schema = JSON.parse(
    readFileSync(path.join(import.meta.dirname, "../../../../../docs/report.schema.json"), "utf8"),
  ) as object;
  const validate = new Ajv2020().compile(schema);
  const report: unknown = JSON.parse(project.read("dist/report.json"));
  assert.ok(validate(report), JSON.stringify(validate.errors));
  return report as ReturnType<typeof reportOf>;
}

test("release builds again what could not be built again last time, once its cause is gone", async (t) => {
  const project = prover(t, PRINTS, "");
  const flag = path.join(project.root, "..", "broken");
  const config = project.read("slipway.yaml");
  const hook = `test ! -e ${flag} || test "$(pwd)" = ${project.root}`;
  project.write({
    "slipway.yaml": `${config}before:\n  hooks:\n    - sh -c '${hook}'\n`.replace(", freebsd_amd64", ""),
    "../broken": "",
  });
  project.commit("a hook");
  const reproduced = async (): Promise<string[]> => {
    const run = await release(project, "--skip=publish");
    assert.equal(run.code, 0, run.stdout + run.stderr);
    return told(run).flatMap(({ check }) => (check?.check === "reproduce" ? [check.status] : []));
  };
  assert.deepEqual(await reproduced(), ["failed"]);
  rmSync(flag);
  assert.deepEqual(await reproduced(), ["passed"]);
});

test("release writes its report in four forms, whatever came of it, and none is an artifact", async (t) => {
  const project = prover(t, PRINTS, VERSION);
  assert.equal((await release(project)).code, 0);
  assert.equal(reportOf(project).ok, true);
  for (const name of ["report.html", "report.json", "report.sarif", "report.junit.xml"]) {
    assert.ok(project.read(`dist/${name}`).length > 100);
    assert.ok(!project.read("dist/artifacts.json").includes(name));
  }
  assert.match(
    project.read("dist/report.junit.xml"),
    /<testsuite name="smoke linux\/amd64\/v1" tests="1" failures="0" skipped="0"/,
  );
  const page = project.read("dist/report.html");
  await release(project);
  assert.equal(project.read("dist/report.html"), page, "a run that did nothing leaves the report of the one that did");

  assert.equal((await release(project, "--skip=prove")).code, 0);
  const skipped = reportOf(project);
  assert.equal(skipped.gate.skipped, true);
  assert.ok(!skipped.tasks.some(({ kind }) => kind === "smoke"));
  assert.match(project.read("dist/report.html"), /gate skipped/);

  project.write({ "main.go": PRINTS.replace("version)", '"1.0")') });
  assert.equal((await release(project)).code, 4);
  const failed = reportOf(project);
  assert.equal(failed.ok, false);
  assert.ok(failed.tasks.some(({ kind, status }) => kind === "smoke" && status === "failed"));
  assert.match(project.read("dist/report.sarif"), /"ruleId": "smoke-output"/);
});

test("a report that cannot be written is a warning of a release and an error of prove, which is asked for nothing else", async (t) => {
  const project = prover(t, PRINTS, VERSION);
  assert.equal((await release(project)).code, 0);
  const page = path.join(project.root, "dist", "report.html");
  rmSync(page);
  mkdirSync(page);
  const released = await release(project);
  assert.equal(released.code, 0, released.stdout + released.stderr);
  assert.match(released.stdout + released.stderr, /report-not-written/);
  assert.ok((released.stdout + released.stderr).includes("report.html"));
  const events = told(released);
  assert.equal(
    events.findLastIndex(({ type }) => type === "run-finished"),
    events.length - 1,
  );
  assert.equal(events.filter(({ finding }) => finding?.code === "report-not-written").length, 1);
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  const proved = await runSlipway(["prove", "dist"], { cwd: project.root, env });
  assert.equal(proved.code, 1, proved.stderr);
  assert.match(
    proved.stderr,
    /error\[output-not-written\]: Cannot write "\S+report\.html": EISDIR[\s\S]*remove what is in the way/,
  );
});

test("prove looks at a dist folder that was made elsewhere", async (t) => {
  const project = prover(t, PRINTS, VERSION);
  assert.equal((await release(project, "--skip=prove")).code, 0);
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  const run = await runSlipway(["prove", "dist", "--json"], { cwd: project.root, env });
  assert.equal(run.code, 0, run.stderr);
  const checks = told(run).flatMap(({ check }) => check ?? []);
  assert.deepEqual([...new Set(checks.map(({ check, status }) => `${check} ${status}`))].sort(), [
    "archive passed",
    "checksums passed",
    "policy passed",
    "smoke passed",
    "smoke skipped",
  ]);
  const none = await runSlipway(["prove", "."], { cwd: project.root, env });
  assert.equal(none.code, 1);
  assert.match(none.stderr, /error\[dist-unreadable\]/);
});
