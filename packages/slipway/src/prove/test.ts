import { readTar } from "../archive/tar/read-tar.ts";
import type { Finding } from "../findings.ts";
import type { Discovery, Kind, RunContext, RunResult } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { readTextIfExists, removeTree, writeFileAtomic } from "../platform/file/files.ts";
import { readFilePieces } from "../platform/file/file-stream.ts";
import { join } from "../platform/path.ts";
import { choiceDiscovery, chooseRunners, runnerNeeds } from "./run/choose-runners.ts";
import { prepareArea } from "./run/program-run.ts";
import type { Runner } from "./run/runner.ts";
import { mergeCoverage } from "./test/merge-coverage.ts";
import { planTest } from "./test/plan-test.ts";
import { runTests, type BuiltTest, type PackageResult } from "./test/run-tests.ts";
import type { TestParams } from "./test/test-params.ts";
import { unpackMembers } from "./unpack/unpack-members.ts";

/** Runs the module's own tests as one target has them, where anything here can. */
export const testKind: Kind = {
  name: "test",
  version: 2,
  usesPath: true,
  plan: planTest,
  tools: (task, machine) => runnerNeeds(task, machine, "tests"),
  discover: (task, context): Promise<Discovery> => Promise.resolve(choiceDiscovery(task, context)),
  run: runTest,
};

async function runTest(task: Task, context: RunContext): Promise<RunResult> {
  const params = task.params as TestParams;
  const area = join(context.scratch, "area");
  const { runners, missing } = chooseRunners(task, context);
  const profiles: string[] = [];
  let unable = false;
  for (const runner of runners) {
    const install = join(area, "install");
    await removeTree(install);
    const members = readTar(readFilePieces(context.input(task.inputs[0]!)), { trusted: true });
    await unpackMembers(members, { to: install, signal: context.signal });
    const tests = JSON.parse((await readTextIfExists(join(install, "tests.json"))) ?? "[]") as BuiltTest[];
    await prepareArea(area, runner, context);
    for (const test of tests) {
      const result = await runTests(test, { area, runner, params, context });
      if (result.coverage !== undefined) profiles.push(result.coverage);
      tell(task, context, { test, runner, result });
      unable ||= result.status === "skipped";
    }
    if (tests.length === 0) nothing(task, context, runner);
  }
  for (const { name, reason, hint } of missing) {
    const about = { check: "test", target: task.target!, subject: `the module (${name})` } as const;
    context.check({ ...about, status: "skipped", detail: reason, hint });
    if (runners.length === 0) skipped(task, context, reason, hint);
  }
  const [output] = task.outputs;
  if (output !== undefined)
    await writeFileAtomic(context.output(output.path), mergeCoverage(profiles), { mode: output.mode });
  await removeTree(area);
  return { again: unable };
}

interface Told {
  readonly test: BuiltTest;
  readonly runner: Runner;
  readonly result: PackageResult;
}

function tell(task: Task, context: RunContext, { test, runner, result }: Told): void {
  const { noRace } = task.params as TestParams;
  const { status, detail, hint, cases, ms } = result;
  context.check({
    check: "test",
    status,
    target: task.target!,
    subject: `${test.package} (${runner.name})`,
    detail: noRace ? `${detail}; without the race detector, which this target does not have` : detail,
    ...(hint === undefined ? {} : { hint }),
    cases,
    ms,
  });
  if (status === "failed") context.finding(failure(task, { test, runner, result }));
  const flaky = cases.filter((each) => each.status === "flaky").map(({ name }) => name);
  if (flaky.length > 0) context.finding(flakyTests(task, test, flaky));
  if (status === "skipped") skipped(task, context, detail, hint ?? "");
}

function failure(task: Task, { test, runner, result }: Told): Finding {
  const failed = result.cases.filter(({ status }) => status === "failed");
  const names = failed.map(({ name }) => name);
  // Of a test and its parts the parts say more.
  const leaves = failed.filter(({ name }) => !names.some((other) => other.startsWith(`${name}/`)));
  const said = leaves
    .map(({ name, text = "" }) => `${name}\n${text}`.trim())
    .join("\n")
    .slice(0, 2000);
  return {
    code: "test-failed",
    severity: "error",
    target: task.target!,
    message: `Tests of ${test.package} fail on ${task.target} (${runner.name}): ${leaves.map(({ name }) => name).join(", ")}`,
    expected: "that they pass",
    actual: `${result.detail}\n${said}`.trim(),
    hint: "mend the test or the code for this target, or leave the test out there with a build constraint",
  };
}

function flakyTests(task: Task, test: BuiltTest, names: readonly string[]): Finding {
  return {
    code: "test-flaky",
    severity: "warning",
    target: task.target!,
    message: `Tests of ${test.package} failed and then passed on ${task.target}: ${names.join(", ")}`,
    hint: "a test that passes sometimes proves nothing: mend it",
  };
}

function skipped(task: Task, context: RunContext, reason: string, hint: string): void {
  const { skips } = task.params as TestParams;
  context.finding({
    code: "test-skipped",
    severity: skips,
    target: task.target!,
    message: `Tests were not run: ${reason}`,
    hint,
  });
}

function nothing(task: Task, context: RunContext, runner: Runner): void {
  const about = { check: "test", target: task.target!, subject: `the module (${runner.name})` } as const;
  context.check({ ...about, status: "passed", detail: "no package has tests for this target" });
}
