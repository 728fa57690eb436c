import { sameState } from "../../platform/file/stat-snapshot.ts";
import { inputKey, type Job } from "../job.ts";
import type { PathStates } from "../path-states.ts";
import type { TaskRecord } from "../project/task-record.ts";

/** The record of a task, if by `stat` alone nothing can have changed of what its result depends on. Starts no process. */
export function unchangedRecord(job: Job, states: PathStates): TaskRecord | undefined {
  const { record } = job;
  if (record === undefined || record.key === "" || record.spec !== job.spec) return undefined;
  return sameAround(job, record, states) ? record : undefined;
}

/** The record of a task whose last discovery still holds although its params changed. Starts no process. */
export function discoveredRecord(job: Job, states: PathStates): TaskRecord | undefined {
  const { record, look } = job;
  if (record === undefined || record.key === "" || look === undefined || record.look !== look) return undefined;
  return sameAround(job, record, states) ? record : undefined;
}

function sameAround(job: Job, record: TaskRecord, states: PathStates): boolean {
  return (
    job.task.inputs.every((path) => record.inputs[path] === inputKey(job, path)) &&
    record.files.every(({ path, state }) => sameState(state, states.file(path))) &&
    record.folders.every(([path, state]) => sameState(state, states.folder(path))) &&
    record.watched.every(([path, state]) => sameState(state, states.file(path)))
  );
}

/** Whether every output still is where it was put, as it was put. */
export function outputsUntouched(record: TaskRecord, stateOf: (path: string) => string): boolean {
  return record.outputs.every(({ path, state }) => sameState(state, stateOf(path)));
}
