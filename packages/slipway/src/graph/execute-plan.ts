import type { Check } from "../checks.ts";
import { SlipwayError } from "../errors.ts";
import type { Emit, MadeFile, TaskStatus, CacheLevel } from "../events.ts";
import type { Finding } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import type { Kind } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import type { Facts } from "../source/facts.ts";
import { Secrets } from "../secrets.ts";
import { cpuCount } from "../platform/host/cpu-count.ts";
import { join, relative } from "../platform/path.ts";
import { memoryBudget } from "../platform/host/memory.ts";
import { pathOf } from "./fingerprint.ts";
import type { GivenResult } from "./given.ts";
import type { Job } from "./job.ts";
import { PathStates } from "./path-states.ts";
import { Children } from "./project/children.ts";
import { openCache, projectFolder } from "./project/project-folder.ts";
import { Records } from "./project/records.ts";
import { Workspace, writeFailure } from "./project/workspace.ts";
import { Once } from "./run-context.ts";
import type { RemoteCache } from "../scale/remote/remote-cache.ts";
import type { Run } from "./run.ts";
import { batchesOf } from "./schedule/batches.ts";
import { Limiter } from "./schedule/limiter.ts";
import { planJobs } from "./schedule/plan-jobs.ts";
import { BatchGates } from "./steps/batch-gates.ts";
import { makeJobs } from "./steps/make.ts";
import { recordJobs } from "./steps/record.ts";
import { runJob } from "./steps/run-job.ts";
import { pruneNowAndThen } from "./store/prune-now-and-then.ts";
import { noteUsage, type Spared } from "./store/usage.ts";
import { Store, type StoreFiles } from "./store/store.ts";

/** What a run of a plan takes. Paths are absolute. */
export interface ExecuteOptions {
  readonly root: string;
  readonly dist: string;
  /** The cache folder (`cacheFolder()`). */
  readonly cache: string;
  readonly facts: Facts;
  /** See `RunContext.env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** CPU tokens. Default: the cores that this process may use. */
  readonly parallelism?: number;
  /** Bytes for all tasks together. Default: `memoryBudget()`. */
  readonly memory?: number;
  /** Remove foreign files from dist instead of refusing it. */
  readonly clean?: boolean;
  /** The plan makes a part of what belongs in dist (`build`, `--single-target`): other files of earlier runs stay. */
  readonly partial?: boolean;
  /** Tasks that were done elsewhere, by id. */
  readonly given?: ReadonlyMap<string, GivenResult>;
  /** Make everything again and compare it with the cache. */
  readonly verifyCache?: boolean;
  /** The cache folder is new and gone after the run: nobody asks what a result depends on, and none is kept. */
  readonly keepNothing?: boolean;
  /** Where machines share what they made. */
  readonly remotes?: RemoteCache;
  /** Milliseconds to wait for another run in this project; default 0: fail at once. */
  readonly wait?: number;
  /** Paths in dist that `summarise` writes. */
  readonly alsoOwned?: readonly string[];
  /** See `WorkspaceOptions.known`. */
  readonly known?: readonly string[];
  /** Small files for dist that tell of the whole run (`artifacts.json`), by path; called when every task is done. */
  readonly summarise?: (
    result: ExecuteResult,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** The disk under the store, for tests with a bad one. */
  readonly storeFiles?: StoreFiles;
  /** Milliseconds that grow; default `performance.now`. */
  readonly now?: () => number;
}

/** How a task ended. */
export interface TaskOutcome {
  readonly id: string;
  readonly status: TaskStatus;
  readonly level?: CacheLevel;
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  readonly files: readonly MadeFile[];
}

/** What a run made. */
export interface ExecuteResult {
  readonly tasks: readonly TaskOutcome[];
  /** Every file by output path. */
  readonly files: ReadonlyMap<string, MadeFile>;
  /** Where a file of an output path is: in dist, or in the cache when it is internal. */
  readonly placeOf: (path: string) => string;
  /** Extra keys of `artifacts.json` by output path. */
  readonly extra: ReadonlyMap<string, JsonObject>;
  readonly findings: readonly Finding[];
  readonly ms: number;
}

/**
 * Runs the tasks of a plan, each as soon as what it needs is done, and puts what they make into dist.
 *
 * A task whose inputs did not change is not run. A failing task stops only what needs it; all failures are reported
 * together. After a crash at any moment the same call finishes the work. Dist then holds what this plan makes and this run
 * finished.
 *
 * @throws SlipwayError the only failure, or `tasks-failed` (or the code that all of them share) with all in
 * `details.others`; `cancelled`, `timeout`; `locked`; `dist-foreign`, `dist-write`.
 */
export async function executePlan(
  tasks: readonly Task[],
  kinds: ReadonlyMap<string, Kind>,
  options: ExecuteOptions,
  emit: Emit,
): Promise<ExecuteResult> {
  const warn = (text: string): void => emit({ type: "message", level: "warning", text });
  const signal = options.signal ?? new AbortController().signal;
  throwIfStopped(signal);
  const cache = await openCache(options.cache, {
    root: options.root,
    warn,
    signal,
    ...(options.wait === undefined ? {} : { wait: options.wait }),
  });
  try {
    const children = new Children(cache.project);
    children.endOrphans();
    const records = await Records.load(cache.project);
    const workspace = await Workspace.open({
      root: options.root,
      dist: options.dist,
      project: cache.project,
      passing: cache.passing,
      lasting: projectFolder(options.cache, options.root),
      clean: options.clean ?? false,
      outputs: tasks.flatMap(({ outputs }) => outputs),
      alsoOwned: options.alsoOwned ?? [],
      known: options.known ?? [],
    });
    const jobs = planJobs(tasks, kinds, (id) => records.get(id), pathOf(options.env));
    const store = new Store(cache.folder, { warn, ...(options.storeFiles ? { files: options.storeFiles } : {}) });
    const run = prepareRun(jobs, {
      options,
      emit,
      signal,
      project: cache.project,
      shared: join(cache.folder, "shared"),
      records,
      workspace,
      store,
      children,
    });
    try {
      await runAll(jobs, run);
      await recordJobs(jobs, run);
      const tidied = await tidyDist(jobs, run, options.partial).catch((error: unknown) => ({ error }));
      throwFailures(jobs, signal);
      if (tidied !== undefined) throw writeFailure(tidied.error, options.dist);
      const result = resultOf(jobs, run);
      for (const [path, text] of Object.entries((await options.summarise?.(result)) ?? {})) {
        await workspace.writeText(path, text);
      }
      if (store.wrote) await workspace.removeStaleInternal();
      return result;
    } finally {
      await noteUsage(cache.folder, sparedIn(jobs, options.remotes));
      await records.save().catch((error: unknown) => {
        warn(
          `Cannot note what was done (${(error as { code?: string }).code ?? String(error)}); the next run looks closer`,
        );
      });
      // Whoever stops us while we wait here loses nothing but what is still being sent.
      await options.remotes?.finish(signal, run.clock());
      await workspace.close();
      children.forget();
      if (store.wrote) await pruneNowAndThen(cache.folder);
    }
  } finally {
    await cache.close();
  }
}

/** However the run ended, dist tells of no other one. A run of a part leaves what that part does not make. */
async function tidyDist(jobs: readonly Job[], { workspace }: Run, partial = false): Promise<void> {
  const unfinished = jobs.filter(({ status }) => status !== "done").flatMap(({ task }) => task.outputs);
  await workspace.removeUnfinished(unfinished);
  if (!partial) await workspace.removeStale();
}

function sparedIn(jobs: readonly Job[], remotes: RemoteCache | undefined): Spared[] {
  const tasks = jobs.flatMap(({ made }): Spared[] =>
    made === undefined ? [] : [{ level: made.level, bytes: sizeOf(made.outputs), ms: made.ms }],
  );
  return [...tasks, ...(remotes?.help ?? []).map((help) => ({ level: "packs" as const, ...help }))];
}

function sizeOf(files: readonly MadeFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

interface Parts {
  readonly options: ExecuteOptions;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly project: string;
  readonly shared: string;
  readonly records: Records;
  readonly workspace: Workspace;
  readonly store: Store;
  readonly children: Children;
}

function prepareRun(jobs: readonly Job[], parts: Parts): Run {
  const { options, emit, signal, project, shared, records, workspace, store, children } = parts;
  const now = options.now ?? (() => performance.now());
  const started = now();
  const run: Run = {
    around: {
      root: options.root,
      dist: options.dist,
      project,
      shared,
      facts: options.facts,
      env: options.env,
      secrets: new Secrets(options.env),
      // Who verifies makes from nothing.
      ...(options.remotes === undefined || options.verifyCache === true ? {} : { help: options.remotes }),
      signal,
      emit,
      place: (path) => workspace.place(path),
      staged: (index, path) => workspace.staged(index, path),
      stored: (digest) => store.placeOf(digest),
      once: new Once(),
      onStart: (pid) => children.note(pid),
    },
    workspace,
    store,
    remotes: options.remotes,
    records,
    // Our own folder appears in the project's the first time: that is no news to anybody who lists it.
    states: new PathStates({ except: distName(options), known: records.knownFiles() }),
    limiter: new Limiter({
      cpu: options.parallelism ?? cpuCount(),
      memory: options.memory ?? memoryBudget(),
      cores: cpuCount(),
    }),
    gates: new BatchGates(batchesOf(jobs), (members) => makeJobs(members, run)),
    verify: options.verifyCache ?? false,
    keepNothing: options.keepNothing ?? false,
    given: options.given ?? new Map(),
    clock: () => now() - started,
  };
  return run;
}

function distName({ root, dist }: ExecuteOptions): ReadonlySet<string> {
  const path = relative(root, dist);
  return new Set(path === join(path) && !/[\\/]/.test(path) && path !== ".." ? [path] : []);
}

async function runAll(jobs: readonly Job[], run: Run): Promise<void> {
  const ends: Promise<void>[] = [];
  for (const job of jobs) {
    const needs = Promise.all(job.needs.map(({ index }) => ends[index]!));
    ends.push(needs.then(() => runJob(job, run)));
  }
  await Promise.all(ends);
}

function resultOf(jobs: readonly Job[], run: Run): ExecuteResult {
  const files = new Map<string, MadeFile>();
  const extra = new Map<string, JsonObject>();
  const tasks = jobs.map(({ task, status, made }): TaskOutcome => {
    const own = (made?.outputs ?? []).map(({ path, size, digest }) => ({ path, size, digest }));
    for (const file of own) files.set(file.path, file);
    for (const [path, more] of Object.entries(made?.extra ?? {})) extra.set(path, more);
    return {
      id: task.id,
      status: status ?? "skipped",
      ...(made === undefined ? {} : { level: made.level }),
      findings: made?.findings ?? [],
      checks: made?.checks ?? [],
      files: own,
    };
  });
  return {
    tasks,
    files,
    placeOf: (path) => run.workspace.place(path),
    extra,
    findings: jobs.flatMap(({ made }) => made?.findings ?? []),
    ms: run.clock(),
  };
}

function throwFailures(jobs: readonly Job[], signal: AbortSignal): void {
  const errors = [...new Set(jobs.flatMap(({ error }) => error ?? []))];
  throwIfStopped(signal, errors);
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  const code = errors.every((error) => error.code === first.code) ? first.code : "tasks-failed";
  const failed = jobs.filter(({ status }) => status === "failed");
  throw new SlipwayError(code, `${failed.length} of ${jobs.length} tasks failed`, {
    actual: failed.map(({ task }) => task.id).join(", "),
    others: errors,
  });
}

/** A run that was stopped says by what: its own error, a time limit, or a person. */
function throwIfStopped(signal: AbortSignal, others: readonly SlipwayError[] = []): void {
  if (!signal.aborted) return;
  const cause: unknown = signal.reason;
  const details = { cause, ...(others.length === 0 ? {} : { others }) };
  if (cause instanceof SlipwayError) {
    throw others.length === 0 ? cause : new SlipwayError(cause.code, cause.message, { ...cause.details, others });
  }
  if (cause instanceof Error && cause.name === "TimeoutError") {
    throw new SlipwayError("timeout", "The run did not finish in the time it was given", {
      ...details,
      hint: "raise --timeout; what is finished is kept",
    });
  }
  throw new SlipwayError("cancelled", "The run was cancelled", {
    ...details,
    hint: "run it again to go on: what is finished is kept",
  });
}
