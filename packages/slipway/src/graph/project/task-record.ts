import type { Check } from "../../checks.ts";
import type { Finding } from "../../findings.ts";
import type { Json, JsonObject } from "../../json.ts";
import type { Cause } from "../../plan/explanation.ts";
import type { PathState } from "../../platform/file/stat-snapshot.ts";
import type { FileNow, LogLine, MadeOutput } from "../made.ts";

/** What the last run left about one task: enough to tell by `stat` alone that nothing changed. */
export interface TaskRecord {
  readonly spec: string;
  readonly key: string;
  /** `Job.look` of a discovery that can be had from the records again. */
  readonly look?: string;
  /** Digest of bytes and told extras of each input, by output path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly files: readonly FileNow[];
  readonly folders: readonly (readonly [path: string, state: PathState])[];
  /** See `Discovery.watched`. */
  readonly watched: readonly (readonly [path: string, state: PathState])[];
  readonly outputs: readonly MadeOutput[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  readonly log: readonly LogLine[];
  readonly extra: Readonly<Record<string, JsonObject>>;
  /** Wall and CPU milliseconds and peak bytes of the last real run: the scheduler's history. */
  readonly ms: number;
  readonly cpuMs?: number;
  readonly peakBytes?: number;
  /** Number of the project's run that saw the task last. */
  readonly run: number;
}

/** What only explanations need, kept apart so that a run without changes does not read it. */
export interface WhyRecord {
  /** The record that it belongs to. */
  readonly key: string;
  readonly version: number;
  readonly params: JsonObject;
  readonly outputs: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly detail?: Json;
  /** What the discovery noticed, where it did. */
  readonly findings?: readonly Finding[];
  /** What made the task run when it last did. */
  readonly causes?: readonly Cause[];
}
