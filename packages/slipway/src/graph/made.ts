import type { Check } from "../checks.ts";
import type { CacheLevel } from "../events.ts";
import type { Finding } from "../findings.ts";
import type { JsonObject } from "../json.ts";
import type { Discovery } from "../plan/kind.ts";
import type { PathState } from "../platform/file/stat-snapshot.ts";

/** Lines that a task printed, in the order they came. */
export type LogLine = readonly [stream: "stdout" | "stderr", text: string];

/** A file that a task made, in its place. */
export interface MadeOutput {
  /** As in the plan. */
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  readonly mode: number;
  readonly mtime?: number;
  /** What `stat` said once it was in place; `-` when it is not to be trusted next time. */
  readonly state: PathState;
}

/** What a task came to, whether it ran or not. */
export interface Made {
  readonly level: CacheLevel;
  /** Nothing keeps it (`RunResult.again`). */
  readonly again?: true;
  readonly outputs: readonly MadeOutput[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  readonly log: readonly LogLine[];
  readonly extra: Readonly<Record<string, JsonObject>>;
  /** Of the run that really made it. */
  readonly ms: number;
  readonly cpuMs?: number;
  readonly peakBytes?: number;
}

/** What a task's result depends on, as it is now. */
export interface Present {
  /** The content key: the SHA-256 of the fingerprint. */
  readonly key: string;
  readonly discovery: Discovery;
  readonly files: readonly FileNow[];
  readonly folders: readonly (readonly [path: string, state: PathState])[];
  readonly watched: readonly (readonly [path: string, state: PathState])[];
}

/** A file whose content matters. */
export interface FileNow {
  readonly path: string;
  readonly state: PathState;
  /** SHA-256 of the content, or `-` where there is no file. */
  readonly digest: string;
}
