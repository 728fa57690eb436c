import type { Check } from "../checks.ts";
import type { Finding } from "../findings.ts";
import type { JsonObject } from "../json.ts";

/** A task that was done elsewhere: its files are taken over instead of made. */
export interface GivenResult {
  readonly outputs: readonly GivenOutput[];
  readonly extra: Readonly<Record<string, JsonObject>>;
  /** With places as `portableFindings` writes them. */
  readonly findings: readonly Finding[];
  readonly checks?: readonly Check[];
}

/** A file of it. */
export interface GivenOutput {
  /** As in the plan. */
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  /** Where its bytes can be read; absent for a file that no task of this run reads. */
  readonly file?: string;
}
