import { SlipwayError } from "../../errors.ts";
import { checkWords } from "./target-words.ts";
import type { WordContext } from "./target-words.ts";
import { variantRule } from "./target-variants.ts";
import type { Target } from "./target.ts";

/** How incomplete targets are completed. */
export interface TargetDefaults {
  /** `6`, or `7` under `GORELEASER_EXPERIMENTAL=defaultgoarm`. */
  readonly goarm: string;
}

/** The defaults that the environment asks for (GoReleaser `internal/experimental`). */
export function targetDefaults(env: Readonly<Record<string, string>>): TargetDefaults {
  const experiments = (env["GORELEASER_EXPERIMENTAL"] ?? "").split(",");
  return { goarm: experiments.includes("defaultgoarm") ? "7" : "6" };
}

/**
 * Reads a target in GoReleaser's form (`linux_amd64`, `linux_arm_7,softfloat`) or in display form (`linux/arm/7`)
 * and completes its variant: `darwin_arm64` becomes `darwin_arm64_v8.0`.
 *
 * @throws SlipwayError `target-unknown` for words that nobody knows
 */
export function parseTarget(text: string, defaults: TargetDefaults, context: WordContext): Target {
  const separator = text.includes("/") ? "/" : "_";
  const [os, arch, variant, ...rest] = text.split(separator);
  if (!os || !arch || variant === "" || rest.length > 0) {
    throw new SlipwayError("target-unknown", `"${text}" is not a target`, {
      ...(context.where && { where: context.where }),
      expected: "OS_ARCH or OS_ARCH_VARIANT, for example linux_amd64, linux_arm_7 or js_wasm",
      actual: text,
    });
  }
  const target = completeTarget(withVariant(os, arch, variant), defaults);
  checkWords(target, context);
  return target;
}

/** Splits the ABI off a GOARM value; other variants hold commas of their own (`v8.0,lse`). */
export function withVariant(os: string, arch: string, variant: string | undefined): Target {
  if (variant === undefined || variant === "") return { os, arch };
  const comma = arch === "arm" ? variant.indexOf(",") : -1;
  return comma < 0
    ? { os, arch, variant }
    : { os, arch, variant: variant.slice(0, comma), abi: variant.slice(comma + 1) };
}

/** Gives a target without a variant the one that its architecture starts at. */
export function completeTarget(target: Target, defaults: TargetDefaults): Target {
  const rule = variantRule(target.arch);
  if (!rule || target.variant !== undefined) return target;
  return { ...target, variant: rule.key === "goarm" ? defaults.goarm : rule.standard };
}
