import type { Check } from "../../checks.ts";
import type { CacheLevel, TaskStatus } from "../../events.ts";
import type { Finding } from "../../findings.ts";

/** A released file of the run. */
export interface ReportedFile {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly target?: string;
  readonly size: number;
  /** Lower-case hex SHA-256. */
  readonly digest: string;
}

/** A task of the run. Times are milliseconds since the run began. */
export interface ReportedTask {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly target?: string;
  readonly status: TaskStatus;
  readonly level?: CacheLevel;
  readonly reason?: string;
  readonly at: number;
  readonly ms: number;
}

/** What a run was asked to prove. */
export interface ReportedGate {
  readonly level: "off" | "quick" | "strict";
  /** Checks that had to be done everywhere. */
  readonly require: readonly string[];
  /** `--skip=prove`, or `prove.level: off`: nothing of this was checked. */
  readonly skipped: boolean;
}

/** Everything that the gate found out in one run: `dist/report.json`; `docs/report.schema.json` is its schema. */
export interface ProofReport {
  readonly schema: 1;
  /** The version of Slipway. */
  readonly slipway: string;
  readonly command: string;
  readonly project: string;
  readonly version: string;
  readonly tag: string;
  /** Whether the tag points at the commit; a snapshot's may be the last one before it. */
  readonly tagAtHead: boolean;
  readonly commit: string;
  readonly toolchain: string;
  readonly snapshot: boolean;
  /** Whether the run ended well: nothing failed, nothing that is wrong got further. */
  readonly ok: boolean;
  readonly ms: number;
  readonly gate: ReportedGate;
  readonly targets: readonly string[];
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  readonly files: readonly ReportedFile[];
  readonly tasks: readonly ReportedTask[];
}
