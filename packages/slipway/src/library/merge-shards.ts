import type { ExecuteResult } from "../graph/execute-plan.ts";
import { resolve } from "../platform/path.ts";
import { SHARD_MANIFEST } from "../scale/shards/shard-manifest.ts";
import { shardsIn } from "../scale/shards/write-shard.ts";
import type { Project } from "./open-project.ts";
import { openShards, type OpenShardsOptions } from "./open-shards.ts";
import { insideOf } from "./release-shard.ts";
import { runPlan, type RunOptions } from "./run-project.ts";

/** What a merge takes. */
export type MergeOptions = RunOptions & Omit<OpenShardsOptions, "wanted">;

/**
 * Puts the shards of one release together and goes on with what needs all of them: checksums, universal binaries, notes. The result is
 * what one machine would have made, byte for byte.
 *
 * @throws SlipwayError what `openShards` throws, `shard-damaged`, and what running throws.
 */
export async function mergeShards(asked: Project, options: MergeOptions): Promise<ExecuteResult> {
  const { project, planned, shards, given } = await openShards(asked, options);
  const { plan } = planned;
  const dist = resolve(project.root, plan.dist);
  const known = shards.flatMap(({ folder, manifest }) =>
    insideOf(dist, folder, [
      SHARD_MANIFEST,
      ...manifest.tasks.flatMap(({ outputs }) => outputs.map(({ path }) => path)),
    ]),
  );
  return runPlan("merge", project, planned, options, { tasks: plan.tasks, given, known, partial: false, report: true });
}

/** The folders in dist that hold shards, as `--split` leaves them and a download puts them back. */
export function shardsInDist({ root, config }: Project): string[] {
  return shardsIn(resolve(root, config.dist));
}
