import { fileNames, keyOf } from "../fingerprint.ts";
import { cpuCount } from "../../platform/host/cpu-count.ts";
import { inputDigest, type Job } from "../job.ts";
import type { Discovery } from "../../plan/kind.ts";
import type { Present } from "../made.ts";
import type { TaskRecord, WhyRecord } from "../project/task-record.ts";
import type { PathStates } from "../path-states.ts";
import { runContext, silence, type Surroundings } from "../run-context.ts";

/**
 * Finds out what a task's result depends on now: asks its kind, reads the files that it names and joins it all to the
 * content key. Files that are listed twice count once.
 */
export async function fingerprint(
  job: Job,
  around: Surroundings,
  states: PathStates,
  cores = cpuCount(),
): Promise<Present> {
  const grant = { cpu: 1, memory: 0, cores };
  const context = runContext(job, { ...around, emit: passNoOutput(around.emit) }, silence(), grant);
  return present(job, (await job.kind.discover?.(job.task, context)) ?? NOTHING, around, states);
}

/** The same with what the last discovery found, which still holds: nobody is asked. */
export function fingerprintAgain(
  job: Job,
  record: TaskRecord,
  why: WhyRecord,
  { around, states }: { readonly around: Surroundings; readonly states: PathStates },
): Promise<Present> {
  const discovery: Discovery = {
    files: record.files.map(({ path }) => path),
    folders: record.folders.map(([path]) => path),
    watched: record.watched.map(([path]) => path),
    values: why.values,
    ...(why.detail === undefined ? {} : { detail: why.detail }),
    ...(why.findings === undefined ? {} : { findings: why.findings }),
  };
  return present(job, discovery, around, states);
}

const NOTHING: Discovery = { files: [], folders: [], values: {} };

async function present(job: Job, discovery: Discovery, around: Surroundings, states: PathStates): Promise<Present> {
  const files = await Promise.all([...new Set(discovery.files)].sort().map((path) => states.look(path)));
  const folders = [...new Set(discovery.folders)].sort().map((path) => [path, states.folder(path)] as const);
  const watched = [...new Set(discovery.watched)].sort().map((path) => [path, states.file(path)] as const);
  const key = keyOf({
    schema: 1,
    kind: job.kind.name,
    version: job.kind.version,
    params: job.task.params,
    outputs: job.task.outputs.map(({ path }) => path),
    inputs: Object.fromEntries(job.task.inputs.map((path) => [path, inputDigest(job, path)])),
    values: discovery.values,
    files: fileNames(around.root, files),
  });
  return { key, discovery, files, folders, watched };
}

/** What tools print while a kind looks around (lists of packages) is no output of the task. */
function passNoOutput(emit: Surroundings["emit"]): Surroundings["emit"] {
  return (event) => {
    if (event.type !== "task-output") emit(event);
  };
}
