import { SlipwayError } from "../../errors.ts";
import type { RunResult } from "../../plan/kind.ts";
import { ensureFolder, removeTree } from "../../platform/file/files.ts";
import { sha256OfFile } from "../../platform/hash.ts";
import { join } from "../../platform/path.ts";
import { fileSize } from "../../platform/file/walk.ts";
import type { Job } from "../job.ts";
import type { Made, MadeOutput } from "../made.ts";
import { taskFailure } from "../project/workspace.ts";
import { runContext, silence, type Heard } from "../run-context.ts";
import type { Run } from "../run.ts";
import type { Claim, Grant } from "../schedule/limiter.ts";

/** Milliseconds after a cancellation in which a kind may end in order; its processes are long gone then. */
const PATIENCE = 10_000;

/** Runs jobs within the limits: one by `run`, several of one batch by `runBatch`. Results in the same order. */
export async function makeJobs(jobs: readonly Job[], run: Run): Promise<(Made | Error)[]> {
  const grant = await run.limiter.acquire(claimOf(jobs), run.around.signal);
  try {
    return await withGrant(jobs, grant, run);
  } finally {
    grant.release();
  }
}

/** A batch is one process tree: it takes what its largest member takes. */
export function claimOf(jobs: readonly Job[]): Claim {
  const resources = jobs.map(({ task }) => task.resources);
  return {
    cpu: Math.max(...resources.map(({ cpu }) => cpu)),
    // A little more than last time, since the next input may be a little larger.
    memory: Math.max(...jobs.map(({ task, record }) => (record?.peakBytes ?? 0) * 1.1 || task.resources.memory)),
    exclusive: resources.flatMap(({ exclusive }) => (exclusive === undefined ? [] : [exclusive])),
    priority: Math.max(...jobs.map(({ priority }) => priority)),
    order: jobs[0]!.index,
  };
}

async function withGrant(jobs: readonly Job[], grant: Grant, run: Run): Promise<(Made | Error)[]> {
  const heard = jobs.map(() => silence());
  const contexts = [];
  for (const [at, job] of jobs.entries()) {
    const context = runContext(job, run.around, heard[at]!, grant, keepFolder(job, run));
    await removeTree(context.scratch);
    await ensureFolder(context.scratch);
    await ensureFolder(context.keep);
    await run.workspace.ready(
      job.index,
      job.task.outputs.map(({ path }) => path),
    );
    contexts.push(context);
  }
  const begun = run.clock();
  for (const { task } of jobs) {
    const { id, kind, title, target } = task;
    run.around.emit({
      type: "task-started",
      task: id,
      kind,
      title,
      ...(target === undefined ? {} : { target }),
      at: begun,
    });
  }
  try {
    const first = jobs[0]!;
    const work: Promise<readonly (RunResult | void | Error)[]> =
      jobs.length > 1 && first.kind.runBatch !== undefined
        ? first.kind.runBatch(
            jobs.map(({ task }) => task),
            contexts,
          )
        : first.kind.run(first.task, contexts[0]!).then((result) => [result]);
    const results = await withPatience(work, run.around.signal);
    const ms = run.clock() - begun;
    const shared = jobs.length > 1 ? shareUsage(heard) : undefined;
    return await Promise.all(
      jobs.map((job, at): Promise<Made | Error> => {
        const result = results[at];
        if (result instanceof Error) return Promise.resolve(result);
        return collect(job, result ?? {}, { ...heard[at]!, ...shared }, ms, run).catch((error: unknown) =>
          asError(error),
        );
      }),
    );
  } catch (error) {
    const failure = asError(taskFailure(error, [run.workspace.dist, run.workspace.project]));
    return jobs.map(() => failure);
  } finally {
    for (const { scratch } of contexts) await removeTree(scratch).catch(() => undefined);
  }
}

/** To verify means to make from nothing: what an earlier run kept must not help. */
function keepFolder(job: Job, run: Run): string {
  return run.verify
    ? join(run.around.project, "scratch", `${job.index}-keep`)
    : join(run.around.project, "keep", job.task.kind);
}

async function collect(job: Job, result: RunResult, heard: Heard, ms: number, run: Run): Promise<Made> {
  const failed = heard.findings.filter(({ severity }) => severity === "error");
  if (failed.length > 0) throw checkFailure(job, failed);
  const outputs: MadeOutput[] = [];
  for (const { path, mode, mtime } of job.task.outputs) {
    const staged = run.workspace.staged(job.index, path);
    const size = fileSize(staged);
    if (size === undefined) {
      throw new SlipwayError("internal", `The task "${job.task.id}" ended without making "${path}"`);
    }
    const digest = result.digests?.[path] ?? (await sha256OfFile(staged));
    outputs.push({ path, digest, size, mode, ...(mtime === undefined ? {} : { mtime }), state: "-" });
  }
  return {
    level: result.level ?? "made",
    ...(result.again === true ? { again: true } : {}),
    outputs,
    findings: heard.findings,
    checks: heard.checks,
    log: heard.log,
    extra: result.extra ?? {},
    ms,
    ...(heard.cpuMs === undefined ? {} : { cpuMs: heard.cpuMs }),
    ...(heard.peakBytes === undefined ? {} : { peakBytes: heard.peakBytes }),
  };
}

function checkFailure(job: Job, failed: Heard["findings"]): SlipwayError {
  const [first] = failed;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
  return new SlipwayError("check-failed", `${job.task.title}: ${first!.message}${more}`, {
    ...(first!.where === undefined ? {} : { where: first!.where }),
    ...(first!.expected === undefined ? {} : { expected: first!.expected }),
    ...(first!.actual === undefined ? {} : { actual: first!.actual }),
    ...(first!.hint === undefined ? {} : { hint: first!.hint }),
  });
}

/** CPU of a batch is split evenly; memory is what the whole needed, since it will again. */
function shareUsage(heard: readonly Heard[]): Partial<Heard> {
  const cpu = heard.flatMap(({ cpuMs }) => (cpuMs === undefined ? [] : [cpuMs]));
  const peak = heard.flatMap(({ peakBytes }) => (peakBytes === undefined ? [] : [peakBytes]));
  return {
    ...(cpu.length === 0 ? {} : { cpuMs: cpu.reduce((sum, ms) => sum + ms, 0) / heard.length }),
    ...(peak.length === 0 ? {} : { peakBytes: Math.max(...peak) }),
  };
}

function withPatience<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hurry = (): void => {
      timer = setTimeout(
        () => reject(new SlipwayError("cancelled", "A task did not end after the run was cancelled")),
        PATIENCE,
      );
    };
    if (signal.aborted) hurry();
    signal.addEventListener("abort", hurry, { once: true });
    const settled = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", hurry);
    };
    work.then(resolve, reject).finally(settled);
  });
}

/** Anything else than our own error is a bug in a kind, and says so. */
export function asError(error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  return new SlipwayError("internal", error instanceof Error ? error.message : String(error), { cause: error });
}
