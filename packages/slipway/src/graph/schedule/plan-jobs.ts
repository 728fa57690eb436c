import type { Kind } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { lookOf, specOf } from "../fingerprint.ts";
import type { Job } from "../job.ts";
import type { TaskRecord } from "../project/task-record.ts";
import { criticalPaths } from "./priorities.ts";

/**
 * Joins tasks with their kinds, makers and dependents, in plan order.
 *
 * @throws Error (a bug) when a kind, a need or the maker of an input is missing or comes later.
 */
export function planJobs(
  tasks: readonly Task[],
  kinds: ReadonlyMap<string, Kind>,
  recordOf: (id: string) => TaskRecord | undefined,
  path: string,
): Job[] {
  const jobs: Job[] = [];
  const byId = new Map<string, Job>();
  const byOutput = new Map<string, Job>();
  const dependents = tasks.map((): Job[] => []);
  for (const [index, task] of tasks.entries()) {
    const kind = kinds.get(task.kind);
    if (kind === undefined) throw new Error(`Internal error: task "${task.id}" is of the unknown kind "${task.kind}"`);
    const makers = new Map<string, Job>();
    for (const path of task.inputs) {
      const maker = byOutput.get(path);
      if (maker === undefined) throw new Error(`Internal error: task "${task.id}" reads "${path}", which nobody makes`);
      makers.set(path, maker);
    }
    const needs = new Set(makers.values());
    for (const id of task.needs) {
      const need = byId.get(id);
      if (need === undefined) throw new Error(`Internal error: task "${task.id}" needs "${id}", which is not planned`);
      needs.add(need);
    }
    const job: Job = {
      task,
      kind,
      index,
      needs: [...needs],
      dependents: dependents[index]!,
      makers,
      spec: specOf(task, kind, path),
      look: lookOf(task, kind, path),
      priority: 0,
      record: recordOf(task.id),
    };
    for (const need of needs) dependents[need.index]!.push(job);
    for (const { path } of task.outputs) byOutput.set(path, job);
    byId.set(task.id, job);
    jobs.push(job);
  }
  const paths = criticalPaths(
    jobs.map((job) => ({
      kind: job.task.kind,
      cost: job.task.resources.cost,
      ...(job.record === undefined ? {} : { lastMs: job.record.ms }),
      dependents: job.dependents.map(({ index }) => index),
    })),
  );
  return jobs.map((job) => Object.assign(job, { priority: paths[job.index] ?? 0 }));
}
