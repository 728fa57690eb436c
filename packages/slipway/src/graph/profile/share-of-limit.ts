/** A task as it went. */
export interface Profiled {
  readonly id: string;
  readonly needs: readonly string[];
  /** Wall milliseconds; 0 for a task that was not run. */
  readonly ms: number;
  /** CPU milliseconds of its processes; without it the wall time counts, as for a task of one thread. */
  readonly cpuMs?: number;
  /** Milliseconds that it takes however many cores there are (its own critical path), where known. */
  readonly criticalMs?: number;
}

/** How close a run came to the shortest time that its work allows. All in milliseconds. */
export interface ShareOfLimit {
  /** CPU time of all tasks, spread over all cores. */
  readonly workLimit: number;
  /** The longest chain of tasks, each with as many cores as it can use. */
  readonly chainLimit: number;
  /** The larger of both plus the planning. */
  readonly limit: number;
  /** `limit` divided by the wall time, at most 1. */
  readonly share: number;
}

/**
 * The limit of a run on `cores` cores: max(sum of work / cores, longest chain) + planning. Where a task's own critical
 * path is not known its CPU time over all cores stands for it, which it cannot beat, so the limit is never too high.
 */
export function shareOfLimit(
  tasks: readonly Profiled[],
  run: { readonly wallMs: number; readonly planMs: number; readonly cores: number },
): ShareOfLimit {
  const chains = new Map<string, number>();
  let work = 0;
  for (const task of tasks) {
    const cpu = task.cpuMs ?? task.ms;
    work += cpu;
    const own = Math.min(task.ms, task.criticalMs ?? cpu / run.cores);
    chains.set(task.id, own + Math.max(0, ...task.needs.map((need) => chains.get(need) ?? 0)));
  }
  const workLimit = work / run.cores;
  const chainLimit = Math.max(0, ...chains.values());
  const limit = Math.max(workLimit, chainLimit) + run.planMs;
  return { workLimit, chainLimit, limit, share: run.wallMs > 0 ? Math.min(1, limit / run.wallMs) : 1 };
}
