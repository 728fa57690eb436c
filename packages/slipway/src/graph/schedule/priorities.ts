/** What is known of a task before it runs. */
export interface Estimated {
  readonly kind: string;
  readonly cost: number;
  /** Milliseconds of its last real run. */
  readonly lastMs?: number;
  /** Places of the tasks that wait for it; all are later in the list. */
  readonly dependents: readonly number[];
}

/** Milliseconds that a unit of cost is taken for when nothing has run yet. */
const MS_PER_COST = 1000;

/**
 * For each task the milliseconds of the longest chain from its start to the end of the run. Durations come from history;
 * a task without one is judged by its cost and by what a unit of cost took other tasks of its kind, else other tasks.
 */
export function criticalPaths(tasks: readonly Estimated[]): number[] {
  const seen = tasks.filter((task) => task.lastMs !== undefined && task.cost > 0);
  const overall = rate(seen) ?? MS_PER_COST;
  const byKind = new Map([...Map.groupBy(seen, (task) => task.kind)].map(([kind, group]) => [kind, rate(group)]));
  const paths: number[] = Array.from({ length: tasks.length }, () => 0);
  for (let place = tasks.length - 1; place >= 0; place -= 1) {
    const task = tasks[place]!;
    const own = task.lastMs ?? task.cost * (byKind.get(task.kind) ?? overall);
    paths[place] = own + Math.max(0, ...task.dependents.map((dependent) => paths[dependent] ?? 0));
  }
  return paths;
}

function rate(tasks: readonly Estimated[]): number | undefined {
  const cost = tasks.reduce((sum, task) => sum + task.cost, 0);
  const ms = tasks.reduce((sum, task) => sum + (task.lastMs ?? 0), 0);
  return cost > 0 ? ms / cost : undefined;
}
