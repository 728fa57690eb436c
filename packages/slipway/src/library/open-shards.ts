import packageJson from "../../package.json" with { type: "json" };
import { SlipwayError } from "../errors.ts";
import type { GivenResult } from "../graph/given.ts";
import { join, resolve } from "../platform/path.ts";
import {
  agreeOnPlan,
  agreeWithPlan,
  joinShards,
  refuseGaps,
  type FoundShard,
  type JoinedTask,
} from "../scale/shards/join-shards.ts";
import { identifyPlan, type PlanIdentity } from "../scale/shards/plan-identity.ts";
import { readShardManifest } from "../scale/shards/write-shard.ts";
import type { Project } from "./open-project.ts";
import { planProject, type PlanProjectOptions, type PlannedProject } from "./plan-project.ts";
import { ownPart } from "./release-shard.ts";
import { steadyClock } from "./steady-clock.ts";

/** Which shards, and what of them. */
export interface OpenShardsOptions extends Pick<PlanProjectOptions, "notes" | "skip"> {
  /** Relative to the project's folder or absolute. */
  readonly folders: readonly string[];
  /** Only this target has to be there; all of them without it. */
  readonly wanted?: string;
}

/** The shards of one plan, read and joined. */
export interface OpenedShards {
  /** With the clock that the shards had. */
  readonly project: Project;
  readonly planned: PlannedProject;
  readonly identity: PlanIdentity;
  readonly shards: readonly FoundShard[];
  /** What was done, by task. */
  readonly given: ReadonlyMap<string, GivenResult>;
}

/**
 * Reads shards, plans with their options, and holds them against each other and against this checkout.
 *
 * @throws SlipwayError `shard-missing`, `shard-invalid`, `shard-incomplete`, `shard-mismatch`, `shard-gap`, `shard-overlap`, and what
 * planning throws.
 */
export async function openShards(asked: Project, options: OpenShardsOptions): Promise<OpenedShards> {
  const project = steadyClock(asked);
  const shards = await Promise.all(
    options.folders.map(async (folder) => {
      const absolute = resolve(project.root, folder);
      return { folder: absolute, manifest: await readShardManifest(absolute) };
    }),
  );
  const { options: made } = agreeOnPlan(shards);
  const skip = [...new Set([...made.skip, ...(options.skip ?? [])])];
  if (!made.snapshot && !skip.includes("publish")) {
    throw new SlipwayError("usage", "Cannot publish: this version of Slipway has no publishers", {
      expected: "shards of a snapshot, or --skip=publish",
      hint: "slipway merge --skip=publish DIR... makes everything that a release would publish",
    });
  }
  const planned = await planProject(project, { ...options, ...made, skip, merging: true });
  const { plan } = planned;
  const identity = identifyPlan(ownPart(plan), project.config, project.root, packageJson.version);
  agreeWithPlan(shards[0]!, identity);
  const joined = joinShards(shards, plan);
  refuseGaps(shards, plan, { joined, ...(options.wanted === undefined ? {} : { wanted: options.wanted }) });
  const given = new Map([...joined].map(([id, task]) => [id, givenOf(task)]));
  return { project, planned, identity, shards, given };
}

function givenOf({ folder, task }: JoinedTask): GivenResult {
  return {
    outputs: task.outputs.map(({ path, digest, size, here }) => ({
      path,
      digest,
      size,
      ...(here ? { file: join(folder, path) } : {}),
    })),
    extra: task.extra,
    findings: task.findings,
    checks: task.checks ?? [],
  };
}
