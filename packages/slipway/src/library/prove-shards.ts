import { SlipwayError } from "../errors.ts";
import type { ExecuteResult } from "../graph/execute-plan.ts";
import type { Plan } from "../plan/plan.ts";
import type { Task } from "../plan/task.ts";
import { resolve } from "../platform/path.ts";
import { isNative } from "../scale/shards/divide-plan.ts";
import type { Project } from "./open-project.ts";
import { openShards } from "./open-shards.ts";
import { runPlan, type RunOptions } from "./run-project.ts";
import { fillShardFolder, openShardFolder } from "./shard-folder.ts";
import { manifestOf } from "./shard-manifest-of.ts";

/** What proving a target over finished shards takes. */
export type ProveShardsOptions = RunOptions & {
  readonly folders: readonly string[];
  /** `darwin/arm64`; all its variants. */
  readonly target: string;
  /** The folder for the proof, which is merged like a shard. */
  readonly out: string;
};

/**
 * Makes the proofs of one target over the files of shards, on this machine: the runs that the machine that built them could not make. What
 * another machine proved or left out is proven anew.
 *
 * @throws SlipwayError what `openShards` throws; `shard-empty` when nothing is to be proven for the target; `check-failed`; `output-not-written`.
 */
export async function proveShards(asked: Project, options: ProveShardsOptions): Promise<ExecuteResult> {
  const { project, planned, identity, given } = await openShards(asked, { ...options, wanted: options.target });
  const out = resolve(project.root, options.out);
  const own = proofsOf(planned.plan, options.target);
  if (own.size === 0) {
    throw new SlipwayError("shard-empty", `Nothing is to be proven for ${options.target}`, {
      expected: planned.plan.targets.join(", "),
      hint: "shards that were made with --skip=prove have no proofs",
    });
  }
  await openShardFolder(out, resolve(project.root, planned.plan.dist));
  const before = new Map([...given].filter(([id]) => !own.has(id)));
  const result = await runPlan("prove", project, planned, options, {
    tasks: withNeeds(planned.plan.tasks, own),
    given: before,
    partial: true,
  });
  const manifest = manifestOf({
    head: { shard: `proof of ${options.target}`, proves: options.target },
    own,
    planned,
    identity,
    result,
    root: project.root,
  });
  await fillShardFolder(out, manifest, result.placeOf);
  return result;
}

/** The checks of a target that other machines may make: those that nothing but the merge waits for. */
function proofsOf({ tasks }: Plan, target: string): ReadonlySet<string> {
  const about = tasks.filter((task) => task.stage === "prove" && isNative(task.target ?? "", [target]));
  return new Set(about.map(({ id }) => id));
}

/** The tasks with all that they need, in plan order. */
function withNeeds(tasks: readonly Task[], wanted: ReadonlySet<string>): Task[] {
  const makers = new Map(tasks.flatMap((task) => task.outputs.map(({ path }) => [path, task.id] as const)));
  const needed = new Set(wanted);
  for (const task of tasks.toReversed()) {
    if (!needed.has(task.id)) continue;
    for (const id of task.needs) needed.add(id);
    for (const path of task.inputs) needed.add(makers.get(path) ?? task.id);
  }
  return tasks.filter(({ id }) => needed.has(id));
}
