import type { Check } from "../checks.ts";
import type { Discovery, Kind, RunContext, RunResult } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { removeTree } from "../platform/file/files.ts";
import { join } from "../platform/path.ts";
import { choiceDiscovery, chooseRunners, runnerNeeds } from "./run/choose-runners.ts";
import { prepareArea } from "./run/program-run.ts";
import type { MissingRunner } from "./run/runner.ts";
import { planSmoke } from "./smoke/plan-smoke.ts";
import type { SmokedProgram, SmokeParams } from "./smoke/smoke-params.ts";
import { askProgram, tryRun, type Trial, type TrialResult } from "./smoke/try-program.ts";
import { checkArchive } from "./unpack/check-archive.ts";

/** Unpacks what users will get and runs the programs in it, where anything here can. */
export const smokeKind: Kind = {
  name: "smoke",
  version: 3,
  usesPath: true,
  plan: planSmoke,
  tools: (task, machine) => runnerNeeds(task, machine, "programs"),
  discover: (task, context): Promise<Discovery> => Promise.resolve(choiceDiscovery(task, context)),
  run: runSmoke,
};

async function runSmoke(task: Task, context: RunContext): Promise<RunResult> {
  const params = task.params as SmokeParams;
  const area = join(context.scratch, "area");
  const checked = await checkArchive(
    context.input(task.inputs[0]!),
    {
      name: params.archive,
      format: params.format,
      target: params.target,
      programs: params.programs.map(({ name, members, built }) => ({
        name,
        members,
        ...(built < 0 ? {} : { digest: context.digest(task.inputs[built]!) }),
      })),
    },
    { to: join(area, "install"), signal: context.signal },
  );
  for (const finding of checked.findings) context.finding(withTarget(finding, task));
  tell(context, task, {
    check: "archive",
    status: checked.findings.length > 0 ? "failed" : "passed",
    subject: params.archive,
    detail:
      checked.findings[0]?.message ??
      `${counted(checked.members, "member")}, ${counted(checked.programs.size, "program")}, right modes and target`,
  });
  const { runners, missing } = chooseRunners(task, context);
  let unable = false;
  for (const runner of runners) {
    for (const program of params.programs) {
      const path = checked.programs.get(program.name);
      if (path === undefined) continue;
      const begun = performance.now();
      await prepareArea(area, runner, context);
      const called = `"${program.name}" of ${params.archive}`;
      const trial = { program: path, called, artifact: params.archive, runner, area, context };
      const result = await tryProgram(program, trial);
      report(task, context, { program, runner: runner.name, result, ms: Math.round(performance.now() - begun) });
      unable ||= result.status === "skipped";
    }
  }
  for (const each of missing) await skip(task, context, each, runners.length > 0);
  await removeTree(area);
  return { again: unable };
}

/** Every run of the project's file, or the search for one that the program answers to. The first that fails ends it. */
async function tryProgram(program: SmokedProgram, trial: Trial): Promise<TrialResult> {
  if (program.runs.length === 0) return askProgram(trial);
  const details: string[] = [];
  for (const run of program.runs) {
    const result = await tryRun(run, trial);
    if (result.status !== "passed") return result;
    details.push(result.detail);
  }
  return { status: "passed", detail: details.join("; ") };
}

interface Reported {
  readonly program: SmokedProgram;
  readonly runner: string;
  readonly result: TrialResult;
  readonly ms: number;
}

function report(task: Task, context: RunContext, { program, runner, result, ms }: Reported): void {
  const subject = `${program.name} (${runner})`;
  if (result.status === "failed") context.finding(withTarget(result.finding, task));
  if (result.status === "passed" && result.notice !== undefined) context.finding(withTarget(result.notice, task));
  const hint = result.status === "skipped" ? { hint: result.hint } : {};
  tell(context, task, { check: "smoke", status: result.status, subject, detail: result.detail, ...hint, ms });
  if (result.status === "skipped") tellSkip(task, context, result.detail, result.hint);
}

/** A runner more would be welcome, but what ran with another one is proven. */
async function skip(task: Task, context: RunContext, missing: MissingRunner, ranElsewhere: boolean): Promise<void> {
  const { archive } = task.params as SmokeParams;
  const { name, reason, hint } = missing;
  tell(context, task, { check: "smoke", status: "skipped", subject: `${archive} (${name})`, detail: reason, hint });
  if (!ranElsewhere) tellSkip(task, context, reason, hint);
}

function tellSkip(task: Task, context: RunContext, reason: string, hint: string): void {
  const { archive, skips } = task.params as SmokeParams;
  context.finding(
    withTarget(
      {
        code: "smoke-skipped",
        severity: skips,
        message: `The programs were not run: ${reason}`,
        artifact: archive,
        hint,
      },
      task,
    ),
  );
}

function tell(context: RunContext, { target }: Task, check: Omit<Check, "target">): void {
  context.check({ ...check, ...(target === undefined ? {} : { target }) });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function withTarget<T extends object>(finding: T, { target }: Task): T {
  return target === undefined ? finding : { ...finding, target };
}
