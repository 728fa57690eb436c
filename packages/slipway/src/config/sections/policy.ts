import type { RuleSeverity } from "../../binary/policy/policy.ts";

/** What programs are held to. Lists add up from the section to its targets, other values are replaced. */
export interface PolicyLimits {
  /** Severities by the code of the rule. */
  readonly rules: Readonly<Record<string, RuleSeverity>>;
  readonly symbols: readonly string[];
  readonly libraries: readonly string[];
  /** By GOOS. */
  readonly minimum_os: Readonly<Record<string, string>>;
  readonly glibc: string;
  readonly libc: "" | "static" | "musl" | "gnu";
  /** As written: `20MB`. */
  readonly max_size: string;
  readonly max_memory: string;
  /** Absent where nothing is said. */
  readonly arm64_only?: boolean;
  readonly wasm_imports: readonly string[];
  readonly wasm_features: readonly string[];
}

/** Limits of the programs that match; empty lists match everything. */
export interface PolicyTarget extends PolicyLimits {
  readonly ids: readonly string[];
  readonly goos: readonly string[];
  readonly goarch: readonly string[];
}

/** The `policy` section. */
export interface PolicySection extends PolicyLimits {
  readonly targets: readonly PolicyTarget[];
}
