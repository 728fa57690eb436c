import type { PlanContext } from "../plan/kind.ts";

/** How much the gate proves. */
export type ProofLevel = "off" | "quick" | "strict";

/** What `prove.level` and `--skip=prove` ask for: quick for a snapshot and strict for a release where nothing is said. */
export function proofLevel({ config, options }: Pick<PlanContext, "config" | "options">): ProofLevel {
  if (options.skip.includes("prove")) return "off";
  if (config.prove.level !== "") return config.prove.level;
  return options.snapshot || options.nightly ? "quick" : "strict";
}

/** What it is when a check cannot be done here: told in any case, and wrong where it is required. */
export function skipSeverity(context: PlanContext, check: string): "notice" | "warning" | "error" {
  if (context.config.prove.require.includes(check)) return "error";
  return proofLevel(context) === "strict" ? "warning" : "notice";
}

/** What a failed check is that says nothing of whether the program works: wrong where it is required, and for a release. */
export function failSeverity(context: PlanContext, check: string): "warning" | "error" {
  return context.config.prove.require.includes(check) || proofLevel(context) === "strict" ? "error" : "warning";
}
