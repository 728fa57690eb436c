import type { Job } from "../job.ts";

/**
 * Jobs that may run in one go: same batch word, a kind that can do it, and at least two of them. Members wait for one
 * another, so where that would be a circle (a member needs another one, even by way of other batches) there are none.
 */
export function batchesOf(jobs: readonly Job[]): ReadonlyMap<string, readonly Job[]> {
  const groups = Map.groupBy(
    jobs.filter(({ task, kind }) => task.batch !== undefined && kind.runBatch !== undefined),
    ({ task }) => `${task.kind}\0${task.batch}`,
  );
  for (const [word, group] of groups) if (group.length < 2) groups.delete(word);
  return hasCircle(jobs, groups) ? new Map() : groups;
}

/** The word under which `batchesOf` lists a job. */
export function batchWord(job: Job): string {
  return `${job.task.kind}\0${job.task.batch}`;
}

function hasCircle(jobs: readonly Job[], groups: ReadonlyMap<string, readonly Job[]>): boolean {
  const state = new Map<Job, "open" | "done">();
  const unit = (job: Job): readonly Job[] => groups.get(batchWord(job)) ?? [job];
  const visit = (job: Job): boolean => {
    const members = unit(job);
    const first = members[0]!;
    if (state.get(first) === "open") return true;
    if (state.get(first) === "done") return false;
    state.set(first, "open");
    const found = members.some((member) => member.needs.some((need) => visit(need)));
    state.set(first, "done");
    return found;
  };
  return jobs.some((job) => visit(job));
}
