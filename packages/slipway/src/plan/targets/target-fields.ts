import { VARIANT_VARIABLES, variantRule } from "./target-variants.ts";
import type { VariantKey } from "./target-variants.ts";
import { formatTargetName, variantOf } from "./target.ts";
import type { Target } from "./target.ts";

const FIELD_OF: Readonly<Record<VariantKey, string>> = {
  goamd64: "Amd64",
  go386: "I386",
  goarm: "Arm",
  goarm64: "Arm64",
  gomips: "Mips",
  goppc64: "Ppc64",
  goriscv64: "Riscv64",
};

/** The template fields of a target: `Os`, `Arch`, `Target` and one per family of variants, empty where it has none. */
export function targetFields(target: Target): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {
    Os: target.os,
    Arch: target.arch,
    Target: formatTargetName(target),
    Abi: target.abi ?? "",
  };
  const key = recordedKey(target);
  for (const [family, field] of Object.entries(FIELD_OF)) fields[field] = family === key ? (target.variant ?? "") : "";
  return fields;
}

/** The target's keys in a record of `artifacts.json`: `goos`, `goarch`, `target` and the variant under its own key. */
export function targetRecord(target: Target): Readonly<Record<string, string>> {
  const record: Record<string, string> = { goos: target.os, goarch: target.arch };
  const key = recordedKey(target);
  if (key !== undefined && target.variant !== undefined) record[key] = variantOf(target);
  record["target"] = formatTargetName(target);
  return record;
}

/**
 * The variables that make the toolchain build for a target. Every variant variable is set, to nothing where it does
 * not apply, so that none comes in from outside.
 */
export function targetVariables(target: Target): Readonly<Record<string, string>> {
  const variables: Record<string, string> = { GOOS: target.os, GOARCH: target.arch };
  for (const name of VARIANT_VARIABLES) variables[name] = "";
  const rule = variantRule(target.arch);
  if (rule) variables[rule.variable] = variantOf(target);
  return variables;
}

/**
 * The variant key that records and templates show. GoReleaser 2.16.0 reads the variant of ppc64le and riscv64 targets
 * into no field (`internal/builders/golang/build.go`, Parse), and file names depend on it, so it stays that way here.
 */
function recordedKey(target: Target): VariantKey | undefined {
  return target.arch === "ppc64le" || target.arch === "riscv64" ? undefined : variantRule(target.arch)?.key;
}
