import type { Emit } from "../../events.ts";
import { makeTempFolder } from "../../platform/file/temp-folder.ts";
import { formatTarget } from "../../plan/targets/target.ts";
import { runProcess } from "../../platform/process/process.ts";
import { hostOf, rebuildBase, rebuildSource } from "../../prove/reproduce/rebuild-base.ts";
import { reproduce } from "../../prove/reproduce/reproduce-source.ts";
import type { ReproduceLevel, Reproduction } from "../../prove/reproduce/reproduction.ts";
import type { VariationName } from "../../prove/reproduce/variation.ts";
import type { Project } from "../open-project.ts";
import { planProject, type PlanProjectOptions } from "../plan-project.ts";
import { runPlan } from "../run-project.ts";
import { originalFiles } from "./original-files.ts";

/** What is rebuilt, and how thoroughly. */
export type ReproduceProjectOptions = Omit<PlanProjectOptions, "upTo" | "tolerant" | "notes"> & {
  readonly level: ReproduceLevel;
  /** Instead of the variations of the level. */
  readonly names?: readonly VariationName[];
  /** Find what brings differences about by further rebuilds; default true. */
  readonly trace?: boolean;
  readonly emit: Emit;
};

/**
 * Makes a release, then makes it again from a clean clone in other surroundings, and compares the two.
 *
 * @throws what making a release throws, `git-dirty` and `git-no-repository`; SlipwayError `reproduce-failed` when the clone does not build
 */
export async function reproduceProject(project: Project, options: ReproduceProjectOptions): Promise<Reproduction> {
  const { emit } = options;
  const planned = await planProject(project, { ...options, skip: [...new Set([...(options.skip ?? []), "prove"])] });
  const source = rebuildSource(project.facts, planned.options);
  const { plan } = planned;
  const result = await runPlan("reproduce", project, planned, { emit }, { tasks: plan.tasks, partial: true });
  const signal = project.signal ?? new AbortController().signal;
  const base = await rebuildBase(hostOf(project.facts), source, { signal, run: runProcess });
  return reproduce(base, {
    level: options.level,
    ...(options.names === undefined ? {} : { names: options.names }),
    originals: originalFiles(plan, result),
    folder: await makeTempFolder("slipway-reproduce"),
    trace: options.trace ?? true,
    hostTarget: formatTarget({ os: project.facts.host.os, arch: project.facts.host.arch }),
    onProgress: (text) => emit({ type: "message", level: "info", text }),
  });
}
