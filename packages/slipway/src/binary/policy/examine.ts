import type { Finding } from "../../findings.ts";
import { inspectRead, type InspectOptions } from "../inspect/inspect-binary.ts";
import type { Inspection } from "../inspect/inspection.ts";
import { isProgram, readBinary } from "../read-binary.ts";
import { judge, type JudgeOptions } from "./judge.ts";
import type { Policy } from "./policy.ts";

/** What a binary is, and what a policy says of it. */
export interface Examined {
  readonly inspection: Inspection;
  readonly findings: readonly Finding[];
}

/**
 * Inspects a binary and judges it, reading its headers and symbols once for both.
 *
 * @throws FormatError as `inspectBinary` does
 * @example
 * const { inspection, findings } = examine(bytes, { rules: { "no-pie": "warning" } });
 */
export function examine(
  bytes: Uint8Array,
  policy: Policy = {},
  options: Omit<JudgeOptions, "program"> & InspectOptions = {},
): Examined {
  const binary = readBinary(bytes);
  const inspection = inspectRead(binary, options);
  const read = isProgram(binary) ? { program: binary } : {};
  return { inspection, findings: judge(inspection, bytes, policy, { ...options, ...read }) };
}
