import { sha256OfFile } from "../../platform/hash.ts";
import { fileState } from "../../platform/file/stat-snapshot.ts";
import { inputKey, type Job } from "../job.ts";
import type { FileNow, MadeOutput, Present } from "../made.ts";
import type { TaskRecord } from "../project/task-record.ts";
import type { Run } from "../run.ts";

/** Longer than any tick that `stat-snapshot` distrusts on a file system with fine timestamps. */
const TICK = 25;

/** Notes for the next run what the tasks of this one came to. Tasks that were fresh are not written again. */
export async function recordJobs(jobs: readonly Job[], run: Run): Promise<void> {
  // What another machine made says nothing of the files here.
  const changed = jobs.filter(
    ({ made, status }) => status === "done" && made !== undefined && made.level !== "L0" && made.level !== "shard",
  );
  if (changed.length === 0) return;
  const racy = changed.some(({ made, present }) => [...(made?.outputs ?? []), ...(present?.files ?? [])].some(isRacy));
  if (racy) await new Promise((resolve) => setTimeout(resolve, TICK));
  const { secrets } = run.around;
  for (const job of changed) {
    const record = await recordOf(job, run);
    if (record === undefined) continue;
    const before = await run.records.why(job.task.id);
    const noticed = job.present?.discovery.findings ?? (job.present === undefined ? before?.findings : undefined);
    run.records.set(job.task.id, record);
    await run.records.setWhy(job.task.id, {
      key: record.key,
      version: job.kind.version,
      params: secrets.json(job.task.params),
      outputs: job.task.outputs.map(({ path }) => path),
      values: secrets.json(job.present?.discovery.values) ?? before?.values ?? {},
      ...(job.present?.discovery.detail === undefined ? {} : { detail: job.present.discovery.detail }),
      ...(noticed === undefined || noticed.length === 0 ? {} : { findings: secrets.json(noticed) }),
      ...(job.made?.level === "L1" || job.made?.level === "remote" || job.causes === undefined
        ? {}
        : { causes: job.causes }),
    });
  }
}

async function recordOf(job: Job, run: Run): Promise<TaskRecord | undefined> {
  const { made, present, record } = job;
  if (made === undefined) return undefined;
  const history = {
    // Reusing a kept file says little about what making it takes.
    ms: made.level === "L2" ? Math.max(made.ms, record?.ms ?? 0) : made.ms,
    ...optional("cpuMs", made.cpuMs ?? record?.cpuMs),
    ...optional("peakBytes", largest(made.level === "L2" ? record?.peakBytes : undefined, made.peakBytes)),
    run: run.records.run,
  };
  const nothing = {
    inputs: {},
    files: [],
    folders: [],
    watched: [],
    outputs: [],
    findings: [],
    checks: [],
    log: [],
    extra: {},
  };
  if (job.kind.cacheable === false || job.unstable) {
    // Only its duration is worth knowing, and only when it is news.
    const news = record === undefined || record.key !== "" || Math.abs(record.ms - made.ms) > record.ms / 2 + 50;
    return news ? { spec: "", key: "", ...nothing, ...history } : undefined;
  }
  const inputs = Object.fromEntries(job.task.inputs.map((path) => [path, inputKey(job, path)]));
  const { findings, checks, log, extra } = made;
  const outputs = made.outputs.map((output) => settledOutput(output, run));
  if (present === undefined)
    return record && { ...record, outputs, findings, checks, log, extra, run: run.records.run };
  const files = await Promise.all(present.files.map((file) => settledFile(file)));
  return {
    spec: job.spec,
    key: present.key,
    ...(job.look !== undefined && holdsNoSecret(present, run) ? { look: job.look } : {}),
    inputs,
    files,
    folders: present.folders,
    watched: present.watched,
    outputs,
    findings,
    checks,
    log,
    extra,
    ...history,
  };
}

/** Records hold no secrets; what lost some is no discovery that could be used again. */
function holdsNoSecret({ discovery }: Present, run: Run): boolean {
  const clean = run.around.secrets.json(discovery.values);
  return Object.entries(discovery.values).every(([name, value]) => clean[name] === value);
}

/** Our own file, a tick after it was put in place: nobody else has written it since with this state. */
function settledOutput(output: MadeOutput, run: Run): MadeOutput {
  if (!isRacy(output)) return output;
  const state = run.workspace.state(output.path).replace("~", "");
  return { ...output, state: `~${state}` === output.state ? state : output.state };
}

/** A source file that was written just before we read it: read it again now that a change would show. */
async function settledFile(file: FileNow): Promise<FileNow> {
  if (!isRacy(file)) return file;
  const state = fileState(file.path);
  if (state.startsWith("~")) return file;
  const digest = await sha256OfFile(file.path).catch(() => "-");
  return digest === file.digest ? { ...file, state } : file;
}

function isRacy({ state }: { readonly state: string }): boolean {
  return state.startsWith("~");
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
