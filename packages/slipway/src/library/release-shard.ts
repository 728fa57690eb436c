import packageJson from "../../package.json" with { type: "json" };
import type { ExecuteResult } from "../graph/execute-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { isAbsolute, join, relative, resolve, toSlash } from "../platform/path.ts";
import { partsOf } from "../scale/shards/divide-plan.ts";
import { identifyPlan } from "../scale/shards/plan-identity.ts";
import { shardOf, type ShardChoice } from "../scale/shards/shard-of.ts";
import { shardFiles } from "../scale/shards/write-shard.ts";
import type { Project } from "./open-project.ts";
import { planProject, type PlanProjectOptions } from "./plan-project.ts";
import { runPlan, type RunOptions } from "./run-project.ts";
import { manifestOf } from "./shard-manifest-of.ts";
import { costsFromPlan } from "./shard-costs.ts";
import { fillShardFolder, openShardFolder } from "./shard-folder.ts";
import { steadyClock } from "./steady-clock.ts";

/** What making a shard takes. */
export type ShardOptions = Omit<PlanProjectOptions, "upTo" | "tolerant" | "singleTarget" | "notes"> &
  RunOptions & {
    readonly shard: ShardChoice;
    /** The folder for the shard's files and its manifest, relative to the project's folder or absolute. */
    readonly out: string;
    /** The text of a plan (`slipway plan --json`) whose costs decide the cut; without it those of the built-in table do. */
    readonly plan?: { readonly file: string; readonly text: string };
  };

/**
 * Makes one machine's part of a release: its targets' programs and packed files, and a manifest that `mergeShards` reads.
 *
 * @throws what planning and running throw; SlipwayError `shard-empty`, `shard-mismatch` for a plan file of other work,
 * `shard-out-foreign`, `output-not-written`.
 */
export async function releaseShard(asked: Project, options: ShardOptions): Promise<ExecuteResult> {
  const project = steadyClock(asked);
  const out = resolve(project.root, options.out);
  const planned = await planProject(project, options);
  const { plan } = planned;
  const identity = identifyPlan(ownPart(plan), project.config, project.root, packageJson.version);
  const costed = options.plan === undefined ? plan : costsFromPlan(plan, options.plan);
  const shard = shardOf(costed, options.shard);
  await openShardFolder(out, resolve(project.root, plan.dist));
  const tasks = plan.tasks.filter(({ id }) => shard.own.has(id) || shard.shared.has(id));
  const own = tasks.filter(({ id }) => shard.own.has(id));
  const result = await runPlan("release", project, planned, options, {
    tasks,
    partial: true,
    known: insideOf(resolve(project.root, plan.dist), out, shardFiles(own)),
  });
  const { shard: choice } = options;
  const part = choice.type === "numbered" ? { part: { index: choice.index, count: choice.count, by: choice.by } } : {};
  const manifest = manifestOf({
    head: { shard: shard.name, ...part },
    own: shard.own,
    planned,
    identity,
    result,
    root: project.root,
  });
  await fillShardFolder(out, manifest, result.placeOf);
  return result;
}

/** What the shards make; the rest of a plan may say other things where results are merged (`.IsMerging`). */
export function ownPart(plan: Plan): Plan {
  const { rest } = partsOf(plan.tasks, "target");
  return { ...plan, tasks: plan.tasks.filter(({ id }) => !rest.has(id)) };
}

/** Which paths of dist the files of a shard's folder are; none when the folder is elsewhere. */
export function insideOf(dist: string, folder: string, files: readonly string[]): string[] {
  const path = relative(dist, folder);
  if (path === "" || path.startsWith("..") || isAbsolute(path)) return [];
  return files.map((file) => toSlash(join(path, file)));
}
