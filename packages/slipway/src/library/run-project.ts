import { cleanError } from "../clean-error.ts";
import { SlipwayError } from "../errors.ts";
import type { Emit, Event } from "../events.ts";
import type { Finding } from "../findings.ts";
import { executePlan, type ExecuteResult } from "../graph/execute-plan.ts";
import type { GivenResult } from "../graph/given.ts";
import type { Task } from "../plan/task.ts";
import { cpuCount } from "../platform/host/cpu-count.ts";
import { join, resolve } from "../platform/path.ts";
import { timeLimit } from "../platform/process/time-limit.ts";
import { readHead, realPath } from "../platform/file/walk.ts";
import { Secrets } from "../secrets.ts";
import { gitEnvironment } from "../source/git/git-environment.ts";
import { proofLevel } from "../prove/proof-level.ts";
import { ReportCollector } from "../report/proof/collect-report.ts";
import type { ReportedGate } from "../report/proof/proof-report.ts";
import { copyProgram } from "./copy-program.ts";
import type { Project } from "./open-project.ts";
import { projectRemotes } from "./project-remotes.ts";
import { repositoryFolder } from "./repository-folder.ts";
import { planProject, type PlanProjectOptions, type PlannedProject } from "./plan-project.ts";
import { writeProfile } from "./write-profile.ts";
import { REPORT_FILES, writeReport } from "./write-report.ts";

/** How a plan is run. */
export interface RunOptions {
  readonly emit: Emit;
  /** Remove foreign files from dist instead of refusing it. */
  readonly clean?: boolean;
  /** Tasks that may run at once; default the cores. */
  readonly parallelism?: number;
  /** Bytes for all tasks together; default most of what is free here and in the container. */
  readonly memory?: number;
  /** Milliseconds after which everything is stopped. */
  readonly timeoutMs?: number;
  /** Make everything again and compare it with the cache. */
  readonly verifyCache?: boolean;
  /** Whether the project's remote caches are asked and written. Default true. */
  readonly remotes?: boolean;
  /** See `ExecuteOptions.keepNothing`. */
  readonly keepNothing?: boolean;
  /** Write a Chrome trace of the run to this file. */
  readonly profile?: string;
}

/** What a release takes. */
export type ReleaseOptions = Omit<PlanProjectOptions, "upTo" | "tolerant"> & RunOptions;

/** What a build takes. */
export type BuildOptions = Omit<PlanProjectOptions, "upTo" | "tolerant" | "notes"> &
  RunOptions & {
    /** Copy the one program that was built here. */
    readonly output?: string;
  };

/**
 * Builds, packs and describes everything that the project's file asks for.
 *
 * @throws SlipwayError `usage` when it would publish, which nothing can yet; what planning throws; and what the run does.
 */
export async function releaseProject(project: Project, options: ReleaseOptions): Promise<ExecuteResult> {
  const planned = await planProject(project, options);
  if (!planned.options.snapshot && !options.skip?.includes("publish")) {
    throw new SlipwayError("usage", "Cannot publish: this version of Slipway has no publishers", {
      expected: "--snapshot, or --skip=publish",
      hint: "slipway release --skip=publish makes everything that a release would publish",
    });
  }
  const tasks = planned.plan.tasks;
  return runPlan("release", project, planned, options, { tasks, partial: isPartial(project, planned), report: true });
}

/**
 * Builds the programs and stops before packing.
 *
 * @throws SlipwayError as `releaseProject` does, and `usage` for an `output` when there is not exactly one program.
 */
export async function buildProject(project: Project, options: BuildOptions): Promise<ExecuteResult> {
  const planned = await planProject(project, { ...options, upTo: "build" });
  const copy = options.output === undefined ? undefined : copyProgram(planned.plan, project.root, options.output);
  const result = await runPlan("build", project, planned, options);
  await copy?.(result);
  return result;
}

/** Which part of a plan is run here; all of it without. */
export interface PlanPart {
  readonly tasks: readonly Task[];
  /** What was done elsewhere, by task. */
  readonly given?: ReadonlyMap<string, GivenResult>;
  /** Files of shards in dist. */
  readonly known?: readonly string[];
  /** Whether other files of dist stay. */
  readonly partial: boolean;
  /** Write into dist what was proven. */
  readonly report?: boolean;
  /** Where the report goes; default dist. */
  readonly reportTo?: string;
}

/** Runs a plan, or a part of it, and tells of it. */
export async function runPlan(
  command: string,
  project: Project,
  planned: Omit<PlannedProject, "fields">,
  options: RunOptions,
  part: PlanPart = { tasks: planned.plan.tasks, partial: isPartial(project, planned) },
): Promise<ExecuteResult> {
  const { plan, kinds } = planned;
  const { tasks } = part;
  const events: Event[] = [];
  const collector = part.report === true ? new ReportCollector() : undefined;
  const start = performance.now();
  const secrets = new Secrets(project.env);
  const emit: Emit = (told) => {
    const event = secrets.json(told);
    if (options.profile !== undefined) events.push(event);
    collector?.emit(event);
    options.emit(event);
  };
  emit({
    type: "run-started",
    command,
    project: plan.project,
    version: plan.version,
    tasks: tasks.length,
    targets: plan.targets.filter((target) => tasks.some((task) => task.target === target)),
  });
  for (const finding of plan.findings) emit({ type: "finding", finding });

  const dist = resolve(project.root, plan.dist);
  let ok = false;
  let untouched = false;
  const limit = timeLimit(options.timeoutMs, project.signal);
  try {
    const { signal } = limit;
    const warn = (text: string): void => emit({ type: "message", level: "warning", text });
    const remotes = options.remotes === false ? undefined : await projectRemotes(project, { signal, warn });
    const result = await executePlan(
      tasks,
      new Map(kinds.map((kind) => [kind.name, kind])),
      {
        root: project.root,
        dist,
        cache: project.cacheFolder,
        facts: project.facts,
        env: await commandEnvironment(project),
        signal,
        ...(remotes === undefined ? {} : { remotes }),
        clean: options.clean ?? false,
        partial: part.partial,
        known: part.known ?? [],
        ...(collector === undefined ? {} : { alsoOwned: REPORT_FILES }),
        ...(part.given === undefined ? {} : { given: part.given }),
        verifyCache: options.verifyCache ?? false,
        keepNothing: options.keepNothing ?? false,
        // More compilers than cores take memory and the caches of the CPU from each other: a third more time, for nothing.
        ...(options.parallelism === undefined ? {} : { parallelism: Math.min(options.parallelism, cpuCount()) }),
        ...(options.memory === undefined ? {} : { memory: options.memory }),
      },
      emit,
    );
    ok = true;
    return result;
  } catch (error) {
    // Then dist is somebody else's, or cannot be written.
    untouched = error instanceof SlipwayError && ["locked", "dist-foreign", "dist-write"].includes(error.code);
    throw error instanceof SlipwayError ? cleanError(error, secrets) : error;
  } finally {
    limit.end();
    const ms = performance.now() - start;
    let unwritten: Error | undefined;
    if (collector !== undefined && !untouched) {
      collector.emit({ type: "run-finished", ok, ms });
      const { snapshot, nightly } = planned.options;
      const about = {
        command,
        snapshot: snapshot || nightly,
        tagAtHead: project.facts.git?.tagAtHead ?? false,
        gate: gateOf(project, planned),
        root: project.root,
        base: repositoryFolder(project),
        dist: part.reportTo ?? dist,
      };
      unwritten = await writeReport(collector, plan, about).then(
        () => undefined,
        (error: unknown) => error as Error,
      );
    }
    // Who asked for nothing but a report gets none without being told by the exit code.
    const failed = unwritten !== undefined && ok && part.reportTo !== undefined;
    if (unwritten !== undefined && !failed) emit({ type: "finding", finding: reportNotWritten(unwritten) });
    emit({ type: "run-finished", ok: ok && !failed, ms });
    if (options.profile !== undefined) {
      await writeProfile(resolve(project.root, options.profile), plan, events, ms, options.emit);
    }
    if (failed) await Promise.reject(unwritten);
  }
}

/** What is in dist then tells of another run. */
function reportNotWritten(error: Error): Finding {
  const hint = error instanceof SlipwayError ? error.details.hint : undefined;
  return {
    code: "report-not-written",
    severity: "warning",
    message: `This run left no report: ${error.message}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function gateOf({ config }: Project, { options }: Pick<PlannedProject, "options">): ReportedGate {
  const level = proofLevel({ config, options });
  return { level, require: config.prove.require, skipped: level === "off" };
}

/** Whether dist holds more than the plan makes, of the same version of the same commit: that stays. */
function isPartial({ root }: Project, { plan, options }: Pick<PlannedProject, "plan" | "options">): boolean {
  const { upTo, ids, singleTarget } = options;
  if (upTo !== "build" && ids.length === 0 && singleTarget === undefined) return false;
  const made = madeBefore(resolve(root, plan.dist));
  return made === undefined || (made.version === plan.version && made.commit === plan.commit);
}

/** Which version of which commit the last run in a dist folder made. */
function madeBefore(dist: string): { readonly version?: unknown; readonly commit?: unknown } | undefined {
  try {
    return JSON.parse(readHead(join(dist, "metadata.json"), 1 << 16) ?? "") as ReturnType<typeof madeBefore>;
  } catch {
    return undefined;
  }
}

/** The environment of hooks and builds; git is told in it that dist is ours and no change of the user's. */
async function commandEnvironment(project: Project): Promise<Readonly<Record<string, string>>> {
  const { env, facts, cacheFolder, signal } = project;
  if (facts.git === undefined) return env;
  return gitEnvironment(env, {
    top: facts.git.top,
    ours: project.ours.map((path) => realPath(path) ?? path),
    cacheFolder,
    ...(signal === undefined ? {} : { signal }),
  });
}
