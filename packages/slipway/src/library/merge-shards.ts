import packageJson from "../../package.json" with { type: "json" };
import { SlipwayError } from "../errors.ts";
import type { ExecuteResult } from "../graph/execute-plan.ts";
import type { GivenResult } from "../graph/given.ts";
import { fileSize, listFolder } from "../platform/file/walk.ts";
import { join, resolve } from "../platform/path.ts";
import { agreeOnPlan, agreeWithPlan, joinShards, type JoinedTask } from "../scale/shards/join-shards.ts";
import { identifyPlan } from "../scale/shards/plan-identity.ts";
import { SHARD_MANIFEST } from "../scale/shards/shard-manifest.ts";
import { readShardManifest } from "../scale/shards/write-shard.ts";
import type { Project } from "./open-project.ts";
import { planProject, type PlanProjectOptions } from "./plan-project.ts";
import { insideOf, ownPart } from "./release-shard.ts";
import { runPlan, type RunOptions } from "./run-project.ts";
import { steadyClock } from "./steady-clock.ts";

/** What a merge takes: folders of shards, relative to the project's folder or absolute. */
export type MergeOptions = RunOptions &
  Pick<PlanProjectOptions, "notes" | "skip"> & { readonly folders: readonly string[] };

/**
 * Puts the shards of one release together and goes on with what needs all of them: checksums, universal binaries, notes. The result is
 * what one machine would have made, byte for byte.
 *
 * @throws SlipwayError `shard-missing`, `shard-invalid`, `shard-incomplete`, `shard-mismatch`, `shard-gap`, `shard-overlap`,
 * `shard-damaged`, and what planning and running throw.
 */
export async function mergeShards(asked: Project, options: MergeOptions): Promise<ExecuteResult> {
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
  agreeWithPlan(shards[0]!, identifyPlan(ownPart(plan), project.config, project.root, packageJson.version));
  const joined = joinShards(shards, plan);
  const given = new Map([...joined].map(([id, task]) => [id, givenOf(task)]));
  const dist = resolve(project.root, plan.dist);
  const known = shards.flatMap(({ folder, manifest }) =>
    insideOf(dist, folder, [
      SHARD_MANIFEST,
      ...manifest.tasks.flatMap(({ outputs }) => outputs.map(({ path }) => path)),
    ]),
  );
  return runPlan("merge", project, planned, options, { tasks: plan.tasks, given, known, partial: false, report: true });
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

/** The folders in dist that hold shards, as `--split` leaves them and a download puts them back. */
export function shardsInDist({ root, config }: Project): string[] {
  const dist = resolve(root, config.dist);
  return listFolder(dist)
    .filter(({ name, type }) => type === "folder" && fileSize(join(dist, name, SHARD_MANIFEST)) !== undefined)
    .map(({ name }) => join(dist, name));
}
