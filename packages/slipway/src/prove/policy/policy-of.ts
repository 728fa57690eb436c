import type { Limits, Policy, Promised } from "../../binary/policy/policy.ts";
import { readByteSize } from "../../config/quantity/byte-size.ts";
import type { PolicyLimits } from "../../config/sections/policy.ts";
import { SlipwayError } from "../../errors.ts";
import { hasId } from "../../plan/artifact-group.ts";
import type { PlanContext, PlannedArtifact } from "../../plan/kind.ts";
import { variantOf } from "../../plan/targets/target.ts";

/** What one program of the plan is held to: what its maker promised, what the run is of, and what the config asks. */
export function policyOf(program: PlannedArtifact, context: PlanContext): Policy {
  const sections = sectionsFor(program, context);
  const rules = Object.assign({}, ...sections.map(({ limits }) => limits.rules)) as NonNullable<Policy["rules"]>;
  const libc = last(sections.map(({ limits }) => limits.libc));
  return {
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
    promised: { ...promisedOf(program, context), ...(libc === undefined ? {} : { libc }) },
    limits: limitsOf(sections, program, context),
  };
}

interface Section {
  readonly limits: PolicyLimits;
  readonly at: readonly (string | number)[];
}

/** The whole section, then those of its targets that match. */
function sectionsFor(program: PlannedArtifact, context: PlanContext): readonly Section[] {
  const { policy } = context.config;
  const matches = (words: readonly string[], word: string | undefined): boolean =>
    words.length === 0 || (word !== undefined && words.includes(word));
  const matching = policy.targets
    .map((limits, index) => ({ limits, at: ["policy", "targets", index] }))
    .filter(
      ({ limits }) =>
        hasId(program, limits.ids) &&
        matches(limits.goos, program.target?.os) &&
        matches(limits.goarch, program.target?.arch),
    );
  return [{ limits: policy, at: ["policy"] }, ...matching];
}

function limitsOf(sections: readonly Section[], program: PlannedArtifact, context: PlanContext): Limits {
  const all = sections.map(({ limits }) => limits);
  const lists = {
    symbols: all.flatMap((each) => each.symbols),
    libraries: [...all.flatMap((each) => each.libraries), ...governedLibraries(program, context)],
    wasmImports: all.flatMap((each) => each.wasm_imports),
    wasmFeatures: all.flatMap((each) => each.wasm_features),
  };
  const minimumOs = Object.assign({}, ...all.map((each) => each.minimum_os)) as Record<string, string>;
  const glibc = last(all.map((each) => each.glibc));
  const arm64Only = all.findLast((each) => each.arm64_only !== undefined)?.arm64_only;
  const maxSize = size("max_size", sections, context);
  const maxMemory = size("max_memory", sections, context);
  return {
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(Object.keys(minimumOs).length === 0 ? {} : { minimumOs }),
    ...(glibc === undefined ? {} : { glibc }),
    ...(arm64Only === undefined ? {} : { arm64Only }),
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(maxMemory === undefined ? {} : { maxMemory }),
  };
}

/** What `dylibs` governs needs no second permission. */
function governedLibraries(program: PlannedArtifact, { config }: PlanContext): readonly string[] {
  return config.dylibs.filter((entry) => hasId(program, entry.ids)).map(({ name }) => name);
}

function size(key: "max_size" | "max_memory", sections: readonly Section[], context: PlanContext): number | undefined {
  const section = sections.findLast(({ limits }) => limits[key] !== "");
  if (section === undefined) return undefined;
  const at = [...section.at, key];
  const text = section.limits[key];
  const bytes = readByteSize(text);
  if (bytes !== undefined) return bytes;
  const where = context.positionOf(at);
  throw new SlipwayError("config-invalid", `"${text}" of ${at.join(".")} is no size`, {
    ...(where && { where }),
    expected: "a number with k, M, G, kB, MB, GB, KiB, MiB or GiB, for example 20MB",
    actual: text,
  });
}

/** The last word that says something. */
function last<T extends string>(words: readonly T[]): Exclude<T, ""> | undefined {
  return words.findLast((word): word is Exclude<T, ""> => word !== "");
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
