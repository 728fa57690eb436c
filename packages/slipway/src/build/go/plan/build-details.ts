import type { Build, BuildDetails } from "../../../config/sections/build.ts";
import type { PlanContext } from "../../../plan/kind.ts";
import { completeTarget, targetDefaults, withVariant } from "../../../plan/targets/target-parse.ts";
import { formatTargetName } from "../../../plan/targets/target.ts";
import type { Target } from "../../../plan/targets/target.ts";
import { variantRule } from "../../../plan/targets/target-variants.ts";

/** A path in the config. */
export type ConfigPath = readonly (string | number)[];

/** The details in force for one target, with the place of each list in the config. */
export interface TargetDetails {
  readonly details: Omit<BuildDetails, "env">;
  /** Where a key's value stands: the build's own or the override's. */
  readonly at: (key: keyof BuildDetails) => ConfigPath;
  /** Lines of the build, then those of the override. */
  readonly env: readonly { readonly text: string; readonly at: ConfigPath }[];
}

const KEYS = ["buildmode", "ldflags", "tags", "flags", "asmflags", "gcflags", "cc_wrapper", "libc", "debug"] as const;

/**
 * The build's details after the first override that names this target. What the override leaves empty stays as the
 * build has it; env lines add up.
 */
export function detailsFor(build: Build, index: number, target: Target, context: PlanContext): TargetDetails {
  const name = formatTargetName(target);
  const found = build.overrides.findIndex((_, number) => overrideTarget(build, index, number, context) === name);
  const override = build.overrides[found];
  const base: ConfigPath = ["builds", index];
  const over: ConfigPath = [...base, "overrides", found];
  const says = (key: keyof BuildDetails): boolean => override !== undefined && override[key].length > 0;
  const details = Object.fromEntries(KEYS.map((key) => [key, says(key) ? override![key] : build[key]]));
  const lines = (env: readonly string[], at: ConfigPath) =>
    env.map((text, number) => ({ text, at: [...at, "env", number] }));
  return {
    details: details as unknown as Omit<BuildDetails, "env">,
    at: (key) => [...(says(key) ? over : base), key],
    env: [...lines(build.env, base), ...lines(override?.env ?? [], over)],
  };
}

/** The target that an override is for, in GoReleaser's form; its words may be templates. */
function overrideTarget(build: Build, index: number, number: number, context: PlanContext): string {
  const override = build.overrides[number]!;
  const at: ConfigPath = ["builds", index, "overrides", number];
  const word = (key: "goos" | "goarch"): string => context.render(override[key], [...at, key]);
  const arch = word("goarch");
  const key = variantRule(arch)?.key;
  const variant = key === undefined ? "" : context.render(override[key], [...at, key]);
  const defaults = targetDefaults(context.facts.env);
  return formatTargetName(completeTarget(withVariant(word("goos"), arch, variant), defaults));
}
