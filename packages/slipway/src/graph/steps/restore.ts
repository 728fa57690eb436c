import { sameState } from "../../platform/file/stat-snapshot.ts";
import type { Job } from "../job.ts";
import type { Made, MadeOutput } from "../made.ts";
import { writeFailure } from "../project/workspace.ts";
import type { Run } from "../run.ts";
import { localFindings } from "../store/portable-findings.ts";
import { fetchResult } from "./from-remote.ts";

/**
 * Puts the result with this key in place, out of the store or, when that does not have all of it, from another machine:
 * nothing is made, and a file that is still right is not touched.
 *
 * @returns `undefined` when nobody has all of it.
 */
export async function restore(job: Job, key: string, run: Run): Promise<Made | undefined> {
  const made = await restoreStored(job, key, run);
  if (made !== undefined || !(await fetchResult(job, key, run))) return made;
  const fetched = await restoreStored(job, key, run);
  return fetched && { ...fetched, level: "remote" };
}

async function restoreStored(job: Job, key: string, run: Run): Promise<Made | undefined> {
  const action = await run.store.action(key);
  if (action === undefined) return undefined;
  const untouched = new Map<string, MadeOutput>();
  for (const output of job.record?.outputs ?? []) {
    if (sameState(output.state, run.workspace.state(output.path))) untouched.set(output.path, output);
  }
  const missing: (typeof action.outputs)[number][] = [];
  const outputs: MadeOutput[] = [];
  for (const { path, mode, mtime } of job.task.outputs) {
    const stored = action.outputs.find((each) => each.path === path);
    if (stored === undefined) return undefined;
    const kept = untouched.get(path);
    if (kept?.digest === stored.digest && kept.mode === mode && kept.mtime === mtime) outputs.push(kept);
    else missing.push(stored);
  }
  if (!(await stage(job, missing, run))) return undefined;
  for (const { path, digest, size } of missing) {
    await run.workspace.settle(job.index, path);
    const { mode = 0o644, mtime } = job.task.outputs.find((output) => output.path === path) ?? {};
    const state = run.workspace.state(path);
    outputs.push({ path, digest, size, mode, ...(mtime === undefined ? {} : { mtime }), state });
  }
  if (missing.length > 0) await run.workspace.unstage(job.index);
  const { findings, checks = [], log, extra, ms, cpuMs, peakBytes } = action;
  return {
    level: "L1",
    outputs: inPlanOrder(job, outputs),
    findings: localFindings(findings, run.around.root),
    checks,
    log,
    extra,
    ms,
    ...(cpuMs === undefined ? {} : { cpuMs }),
    ...(peakBytes === undefined ? {} : { peakBytes }),
  };
}

async function stage(job: Job, files: readonly { path: string; digest: string }[], run: Run): Promise<boolean> {
  if (files.length === 0) return true;
  await run.workspace.ready(
    job.index,
    files.map(({ path }) => path),
  );
  try {
    for (const { path, digest } of files) {
      if (await run.store.restore(digest, run.workspace.staged(job.index, path), 0o644)) continue;
      await run.workspace.unstage(job.index);
      return false;
    }
    return true;
  } catch (error) {
    throw writeFailure(error, run.workspace.dist);
  }
}

function inPlanOrder(job: Job, outputs: readonly MadeOutput[]): MadeOutput[] {
  const byPath = new Map(outputs.map((output) => [output.path, output]));
  return job.task.outputs.map(({ path }) => byPath.get(path)!);
}
