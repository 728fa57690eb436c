import { sameState } from "../../platform/file/stat-snapshot.ts";
import { inputKey, type Job } from "../job.ts";
import type { PathStates } from "../path-states.ts";
import type { TaskRecord } from "../project/task-record.ts";

/** The record of a task, if by `stat` alone nothing can have changed of what its result depends on. Starts no process. */
export function unchangedRecord(job: Job, states: PathStates): TaskRecord | undefined {
  const { record } = job;
  if (record === undefined || record.key === "" || record.spec !== job.spec) return undefined;
  for (const path of job.task.inputs) if (record.inputs[path] !== inputKey(job, path)) return undefined;
  for (const { path, state } of record.files) if (!sameState(state, states.file(path))) return undefined;
  for (const [path, state] of record.folders) if (!sameState(state, states.folder(path))) return undefined;
  for (const [path, state] of record.watched) if (!sameState(state, states.file(path))) return undefined;
  return record;
}

/** Whether every output still is where it was put, as it was put. */
export function outputsUntouched(record: TaskRecord, stateOf: (path: string) => string): boolean {
  return record.outputs.every(({ path, state }) => sameState(state, stateOf(path)));
}
