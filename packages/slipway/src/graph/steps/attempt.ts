import { SlipwayError } from "../../errors.ts";
import type { Job } from "../job.ts";
import type { Made, MadeOutput, Present } from "../made.ts";
import type { Run } from "../run.ts";
import type { ActionRecord } from "../store/action-record.ts";
import { portableFindings } from "../store/portable-findings.ts";
import { causesOf } from "../why/causes.ts";
import { fingerprint, fingerprintAgain } from "./fingerprint.ts";
import { discoveredRecord, outputsUntouched, unchangedRecord } from "./fresh.ts";
import { shareResult } from "./from-remote.ts";
import { asError, claimOf } from "./make.ts";
import { restore } from "./restore.ts";
import { takeGiven } from "./take-given.ts";

/**
 * Gets a task's result in the cheapest way that is certain: untouched since last time, from the store, or by making it.
 *
 * @throws whatever its kind throws; SlipwayError `cache-mismatch` when verifying finds other bytes than the cache has.
 */
export async function attempt(job: Job, run: Run): Promise<Made> {
  const given = run.given.get(job.task.id);
  if (given !== undefined) return takeGiven(job, given, run);
  if (job.kind.cacheable === false) {
    job.causes = [{ type: "always", reason: "it has effects that no store can bring back" }];
    const made = await run.gates.make(job);
    const settled = await settle(job, made, run);
    // It may have written anywhere.
    run.states.forget();
    run.around.once.forget();
    return settled;
  }

  if (run.keepNothing) return settle(job, await run.gates.make(job), run);

  const unchanged = run.verify ? undefined : unchangedRecord(job, run.states);
  if (unchanged !== undefined) {
    if (outputsUntouched(unchanged, (path) => run.workspace.state(path))) return { ...unchanged, level: "L0" };
    const restored = await restore(job, unchanged.key, run);
    if (restored !== undefined) return { ...restored, findings: unchanged.findings };
  }

  const why = await run.records.why(job.task.id);
  const found = run.verify ? undefined : discoveredRecord(job, run.states);
  const present =
    found === undefined || why === undefined
      ? await limited(job, run, (cores) => fingerprint(job, run.around, run.states, cores))
      : await fingerprintAgain(job, found, why, run);
  job.present = present;
  const noticed = run.around.secrets.json(present.discovery.findings ?? []);
  const withNoticed = (made: Made): Made => ({ ...made, findings: [...noticed, ...made.findings] });
  job.causes = causesOf(job, present, { record: job.record, why }, run.around.secrets);
  const known = run.verify ? await run.store.action(present.key) : undefined;
  if (!run.verify) {
    const restored = await restore(job, present.key, run);
    if (restored !== undefined) return withNoticed(restored);
    if (job.causes.length === 0) job.causes = [{ type: "evicted" }];
  }
  for (const finding of noticed) run.around.emit({ type: "finding", finding, task: job.task.id });
  const made = await run.gates.make(job);
  if (known !== undefined) compare(job, known, made.outputs);
  // What changed under the task's hands is in the result or is not: it must not answer for either state.
  if (made.again !== true && run.states.stillAll(present)) await keep(present, made, job, run);
  else job.unstable = true;
  return withNoticed(await settle(job, made, run));
}

async function limited(job: Job, run: Run, work: (cores?: number) => Promise<Present>): Promise<Present> {
  if (job.kind.discover === undefined) return work();
  const claim = {
    cpu: 1,
    memory: 0,
    exclusive: [],
    priority: job.priority,
    order: job.index,
    next: claimOf([job]),
  };
  const grant = await run.limiter.acquire(claim, run.around.signal);
  try {
    return await work(grant.cores);
  } catch (error) {
    throw asError(error);
  } finally {
    grant.release();
  }
}

async function keep(present: Present, made: Made, job: Job, run: Run): Promise<void> {
  const record: ActionRecord = {
    schema: 1,
    key: present.key,
    outputs: made.outputs.map(({ path, digest, size }) => ({ path, digest, size })),
    findings: portableFindings(made.findings, run.around.root),
    ...(made.checks.length === 0 ? {} : { checks: made.checks }),
    log: made.log,
    extra: made.extra,
    ms: made.ms,
    ...(made.cpuMs === undefined ? {} : { cpuMs: made.cpuMs }),
    ...(made.peakBytes === undefined ? {} : { peakBytes: made.peakBytes }),
  };
  await run.store.put(record, (path) => run.workspace.staged(job.index, path));
  shareResult(record, run);
}

async function settle(job: Job, made: Made, run: Run): Promise<Made> {
  const outputs: MadeOutput[] = [];
  for (const output of made.outputs) {
    await run.workspace.settle(job.index, output.path);
    outputs.push({ ...output, state: run.workspace.state(output.path) });
  }
  await run.workspace.unstage(job.index);
  return { ...made, outputs };
}

function compare(job: Job, known: ActionRecord, outputs: readonly MadeOutput[]): void {
  const differing = outputs.filter(
    ({ path, digest }) => known.outputs.find((each) => each.path === path)?.digest !== digest,
  );
  if (differing.length === 0) return;
  const digestOf = (path: string): string => known.outputs.find((each) => each.path === path)?.digest ?? "nothing";
  throw new SlipwayError(
    "cache-mismatch",
    `The cache has other bytes than "${job.task.id}" makes: ${differing.map(({ path }) => path).join(", ")}`,
    {
      expected: differing.map(({ path }) => `${path} ${digestOf(path)}`).join("\n"),
      actual: differing.map(({ path, digest }) => `${path} ${digest}`).join("\n"),
      hint: "the task is not reproducible or its inputs are not all declared; `slipway cache prune --max-age 0` drops what is stored",
    },
  );
}
