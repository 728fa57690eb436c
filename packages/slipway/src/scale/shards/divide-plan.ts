import type { Plan } from "../../plan/plan.ts";
import type { Task } from "../../plan/task.ts";

/** What a shard is cut along: whole targets balanced by cost, targets dealt in plan order, or whole operating systems. */
export type ShardBy = "cost" | "target" | "goos";

/** How many shards there are and how targets are put into them. */
export interface DivideOptions {
  readonly count: number;
  readonly by: ShardBy;
  /** Targets that are built on machines of their own kind: `darwin/arm64` for every variant of it. They are in no numbered shard. */
  readonly native?: readonly string[];
}

/** A plan cut into parts. Together the shards and the rest hold every task once; the shared ones run on every machine. */
export interface Division {
  /** The ids of each shard's own tasks, in plan order. A shard may be empty. */
  readonly shards: readonly ReadonlySet<string>[];
  /** Tasks without a target that a target needs: hooks before everything, a module that is fetched. */
  readonly shared: ReadonlySet<string>;
  /** What only a merge can do, because it joins targets or belongs to none. */
  readonly rest: ReadonlySet<string>;
}

/** A shard of a plan cut by targets: the tasks of some of them. */
export interface TargetGroup {
  /** Targets in display form. */
  readonly targets: readonly string[];
  readonly tasks: readonly Task[];
  /** In the units of `Resources.cost`; what is compiled together counts once. */
  readonly cost: number;
}

/**
 * Cuts a plan for several machines. A pure function of the plan: every machine comes to the same parts.
 *
 * The unit is a target, since nothing that is compiled is shared between two of them.
 */
export function dividePlan(plan: Pick<Plan, "tasks">, { count, by, native = [] }: DivideOptions): Division {
  const { shared, rest, groups } = partsOf(plan.tasks, by, native);
  const numbered = groups.filter(({ targets }) => !targets.some((target) => isNative(target, native)));
  const bins = Array.from({ length: count }, () => ({ cost: 0, tasks: new Set<string>() }));
  for (const [index, group] of inOrder(numbered, by).entries()) {
    const bin = by === "target" ? bins[index % count]! : leastLoaded(bins);
    bin.cost += group.cost;
    for (const { id } of group.tasks) bin.tasks.add(id);
  }
  const inPlanOrder = (ids: ReadonlySet<string>): ReadonlySet<string> =>
    new Set(plan.tasks.filter(({ id }) => ids.has(id)).map(({ id }) => id));
  return { shards: bins.map(({ tasks }) => inPlanOrder(tasks)), shared, rest };
}

/** No name of a target. */
const MANY = "*";

/** The groups of targets that a shard takes or leaves whole, and the tasks that are in none. */
export function partsOf(
  tasks: readonly Task[],
  by: ShardBy,
  native: readonly string[] = [],
): {
  readonly groups: readonly TargetGroup[];
  readonly shared: ReadonlySet<string>;
  readonly rest: ReadonlySet<string>;
} {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const makers = new Map(tasks.flatMap((task) => task.outputs.map(({ path }) => [path, task] as const)));
  /** The one target whose work a task is, `MANY` when it joins several or follows such a task. */
  const owners = new Map<string, string | undefined>();
  const upstream = (task: Task): Task[] => [
    ...task.needs.flatMap((id) => byId.get(id) ?? []),
    ...task.inputs.flatMap((path) => makers.get(path) ?? []),
  ];
  for (const task of tasks) {
    const before = new Set(upstream(task).flatMap((each) => owners.get(each.id) ?? []));
    const own = task.target === undefined ? [] : [task.target];
    const all = new Set([...before, ...own]);
    // Something without a target that reads what one target made belongs to all of them, as a checksum file does.
    if (all.has(MANY) || all.size > 1 || (task.target === undefined && all.size > 0)) owners.set(task.id, MANY);
    else owners.set(task.id, [...all][0]);
  }
  const shared = new Set<string>();
  const share = (task: Task): void => {
    if (owners.get(task.id) !== undefined || shared.has(task.id)) return;
    shared.add(task.id);
    for (const each of upstream(task)) share(each);
  };
  const groups = new Map<string, Task[]>();
  const rest = new Set<string>();
  for (const task of tasks) {
    const owner = owners.get(task.id);
    if (owner === undefined || owner === MANY) continue;
    for (const each of upstream(task)) share(each);
    const name = by === "goos" && !isNative(owner, native) ? (owner.split("/")[0] ?? owner) : owner;
    groups.set(name, [...(groups.get(name) ?? []), task]);
  }
  for (const { id } of tasks) {
    const owner = owners.get(id);
    if (owner === MANY || (owner === undefined && !shared.has(id))) rest.add(id);
  }
  return { groups: [...groups.values()].map(groupOf), shared, rest };
}

/** Whether a target is one of `native`, whatever its variant. */
export function isNative(target: string, native: readonly string[]): boolean {
  return native.some((each) => target === each || target.startsWith(`${each}/`));
}

function groupOf(tasks: readonly Task[]): TargetGroup {
  const batches = new Map<string, number>();
  for (const task of tasks) {
    const key = task.batch === undefined ? task.id : `${task.kind} ${task.target} ${task.batch}`;
    batches.set(key, Math.max(batches.get(key) ?? 0, task.resources.cost));
  }
  return {
    targets: [...new Set(tasks.flatMap(({ target }) => target ?? []))],
    tasks,
    cost: [...batches.values()].reduce((sum, cost) => sum + cost, 0),
  };
}

/** Dear ones first, so that the cheap ones fill the gaps; equal ones as the plan has them. */
function inOrder(groups: readonly TargetGroup[], by: ShardBy): readonly TargetGroup[] {
  return by === "target" ? groups : groups.toSorted((a, b) => b.cost - a.cost);
}

function leastLoaded<T extends { readonly cost: number }>(bins: readonly T[]): T {
  return bins.reduce((best, bin) => (bin.cost < best.cost ? bin : best));
}
