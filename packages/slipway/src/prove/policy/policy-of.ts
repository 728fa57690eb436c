import type { Policy, Promised } from "../../binary/policy/policy.ts";
import type { PlanContext, PlannedArtifact } from "../../plan/kind.ts";
import { variantOf } from "../../plan/targets/target.ts";

/** What one program of the plan is held to: what its maker promised, what the run is of, and what the config asks. */
export function policyOf(program: PlannedArtifact, context: PlanContext): Policy {
  return { promised: promisedOf(program, context) };
}

function promisedOf(program: PlannedArtifact, context: PlanContext): Promised {
  const { target, promise = {} } = program;
  const { git } = context.facts;
  const release = !context.options.snapshot && !context.options.nightly;
  return {
    ...promise,
    ...(target === undefined ? {} : { os: target.os, arch: target.arch }),
    ...(target === undefined || variantOf(target) === "" ? {} : { variant: variantOf(target) }),
    ...(git === undefined ? {} : { commit: git.commit, clean: git.dirty.length === 0 }),
    release,
    version: context.head.version,
    ...(git === undefined || git.tag === "" ? {} : { tag: context.head.tag }),
  };
}
