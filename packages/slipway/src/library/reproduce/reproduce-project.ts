import type { Emit } from "../../events.ts";
import { removeTree } from "../../platform/file/files.ts";
import { makeTempFolder } from "../../platform/file/temp-folder.ts";
import { join, relative } from "../../platform/path.ts";
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
  const folder = await makeTempFolder("slipway-reproduce");
  // What is in dist is somebody's release: a check does not touch it.
  const apart = { ...project, config: { ...project.config, dist: relative(project.root, join(folder, "first")) } };
  try {
    return await makeTwice(apart, options, folder);
  } finally {
    await removeTree(folder);
  }
}

async function makeTwice(project: Project, options: ReproduceProjectOptions, folder: string): Promise<Reproduction> {
  const { emit } = options;
  const skip = [...new Set([...(options.skip ?? []), "prove"])];
  const { plan: whole, ...planned } = await planProject(project, { ...options, skip });
  // Nobody asked to leave the policy out: this command looks at something else.
  const plan = { ...whole, findings: whole.findings.filter(({ code }) => code !== "policy-skipped") };
  const source = rebuildSource(project.facts, planned.options);
  const result = await runPlan(
    "reproduce",
    project,
    { ...planned, plan },
    { emit },
    { tasks: plan.tasks, partial: true },
  );
  const signal = project.signal ?? new AbortController().signal;
  const base = await rebuildBase(hostOf(project.facts), source, { signal, run: runProcess });
  return reproduce(base, {
    level: options.level,
    ...(options.names === undefined ? {} : { names: options.names }),
    originals: originalFiles(plan, result),
    folder,
    trace: options.trace ?? true,
    hostTarget: formatTarget({ os: project.facts.host.os, arch: project.facts.host.arch }),
    onProgress: (text) => emit({ type: "message", level: "info", text }),
  });
}
