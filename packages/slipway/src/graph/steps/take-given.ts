import { SlipwayError } from "../../errors.ts";
import { copyFile } from "../../platform/file/files.ts";
import { sha256OfFile } from "../../platform/hash.ts";
import type { GivenOutput, GivenResult } from "../given.ts";
import type { Job } from "../job.ts";
import type { Made, MadeOutput } from "../made.ts";
import { writeFailure } from "../project/workspace.ts";
import type { Run } from "../run.ts";
import { localFindings } from "../store/portable-findings.ts";

/**
 * Puts files that were made elsewhere in place. Their bytes are hashed: nothing is taken on trust.
 *
 * @throws SlipwayError `shard-damaged`, `dist-write`.
 */
export async function takeGiven(job: Job, given: GivenResult, run: Run): Promise<Made> {
  await run.workspace.ready(
    job.index,
    given.outputs.map(({ path }) => path),
  );
  const outputs: MadeOutput[] = [];
  for (const { path, mode } of job.task.outputs) {
    const output = given.outputs.find((each) => each.path === path);
    if (output === undefined) throw damaged(path, job, "the shard does not tell of it");
    outputs.push({ path, mode, digest: output.digest, size: output.size, state: await take(job, output, run) });
  }
  await run.workspace.unstage(job.index);
  return {
    level: "shard",
    outputs,
    findings: localFindings(given.findings, run.around.root),
    checks: given.checks ?? [],
    log: [],
    extra: given.extra,
    ms: 0,
  };
}

async function take(job: Job, { path, digest, file }: GivenOutput, run: Run): Promise<string> {
  if (file === undefined) return "-";
  const staged = run.workspace.staged(job.index, path);
  try {
    await copyFile(file, staged);
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") throw damaged(path, job, `"${file}" is not there`);
    throw writeFailure(error, run.workspace.dist);
  }
  const found = await sha256OfFile(staged);
  if (found !== digest) throw damaged(path, job, `"${file}" has other bytes`, digest, found);
  await run.workspace.settle(job.index, path);
  return run.workspace.state(path);
}

function damaged(path: string, job: Job, why: string, expected?: string, actual?: string): SlipwayError {
  return new SlipwayError("shard-damaged", `Cannot take over "${path}" of ${job.task.title}: ${why}`, {
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    hint: "fetch or make the shard again",
  });
}
