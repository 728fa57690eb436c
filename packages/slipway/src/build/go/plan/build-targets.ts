import type { Place } from "../../../errors.ts";
import type { Build } from "../../../config/sections/build.ts";
import type { PlanContext } from "../../../plan/kind.ts";
import { expandMatrix } from "../../../plan/targets/matrix.ts";
import { completeTarget, parseTarget, targetDefaults } from "../../../plan/targets/target-parse.ts";
import { formatTarget, sameTarget } from "../../../plan/targets/target.ts";
import type { Target } from "../../../plan/targets/target.ts";
import type { BuildProgram } from "./build-programs.ts";

/** The targets of one entry of `builds`, after `--single-target`, with what is left out told to the plan. */
export function targetsOf(
  build: Build,
  index: number,
  programs: readonly BuildProgram[] | undefined,
  context: PlanContext,
): readonly Target[] {
  const { facts, options } = context;
  const says = (key: string): boolean => context.positionOf(["builds", index, key]) !== undefined;
  const where = context.positionOf(["builds", index, build.targets.length > 0 ? "targets" : "goos"]);
  const only = says("targets") || says("goos") || says("goarch") ? undefined : commonOnly(programs);
  const words = { buildable: facts.buildable, ...(where && { where }) };
  const defaults = targetDefaults(facts.env);
  const matrix = expandMatrix(build, {
    build: build.id,
    buildable: facts.buildable,
    toolchain: facts.toolchain?.version,
    env: facts.env,
    ...(where && { where }),
    whereOf: (word) => wordPlace(word, build, (key, at) => context.positionOf(["builds", index, key, at])),
  });
  for (const finding of matrix.findings) context.finding(finding);
  for (const entry of matrix.leftOut) context.leaveOut(entry);

  // Nobody named a target: a program whose files are all for some targets is built for those.
  let targets = matrix.targets;
  if (only !== undefined) {
    const fitting = targets.filter((target) => only.includes(`${target.os}/${target.arch}`));
    for (const target of targets) {
      if (fitting.includes(target)) continue;
      context.leaveOut({
        target: formatTarget(target),
        build: build.id,
        reason: `no file of the program is for ${target.os}/${target.arch}`,
      });
    }
    targets = fitting.length > 0 ? fitting : only.map((pair) => parseTarget(pair, defaults, words));
  }
  if (options.singleTarget === undefined) return targets;
  const single = parseTarget(options.singleTarget, defaults, { buildable: facts.buildable });
  const chosen = targets.filter((target) => sameTarget(target, single));
  if (chosen.length > 0) return chosen;
  // A variant of the environment chooses among those of the config; it makes no program that the config does not ask for.
  const standard = completeTarget({ os: single.os, arch: single.arch }, defaults);
  return targets.filter((target) => sameTarget(target, standard));
}

/** Where the config has a word of a target: as it stands, or as a part of a target. */
function wordPlace(
  word: string,
  build: Build,
  positionOf: (key: string, at: number) => Place | undefined,
): Place | undefined {
  for (const key of ["targets", "goos", "goarch"] as const) {
    const at = build[key].findIndex((written) => written.split(/[/_]/u).includes(word));
    if (at >= 0) return positionOf(key, at);
  }
  return undefined;
}

/** The pairs that every program is limited to, when one is limited at all. */
function commonOnly(programs: readonly BuildProgram[] | undefined): readonly string[] | undefined {
  const limits = (programs ?? []).map((program) => program.main?.onlyFor).filter((list) => list !== undefined);
  const [first, ...rest] = limits;
  if (!first || limits.length !== (programs ?? []).length) return undefined;
  return first.filter((pair) => rest.every((list) => list.includes(pair)));
}
