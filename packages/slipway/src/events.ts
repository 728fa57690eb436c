import type { Check } from "./checks.ts";
import type { Finding } from "./findings.ts";

/**
 * How a task came by its outputs: not run at all (L0, L1), not here but on another machine (remote), run but reusing Go's own
 * output (L2), made, or taken over from a shard.
 */
export type CacheLevel = "L0" | "L1" | "remote" | "L2" | "made" | "shard";

/** How a task ended. `skipped` means that something it needs failed, or that a skip was asked for (see `reason`). */
export type TaskStatus = "done" | "failed" | "skipped" | "cancelled";

/** A file that a task made. `size` in bytes, `digest` is the lower-case hex SHA-256. */
export interface MadeFile {
  readonly path: string;
  readonly size: number;
  readonly digest: string;
}

/** Everything that a user can see happens through one of these; reporters read nothing else. */
export type Event =
  | {
      readonly type: "run-started";
      readonly command: string;
      readonly project: string;
      readonly version: string;
      readonly tasks: number;
      readonly targets: readonly string[];
    }
  | { readonly type: "message"; readonly level: "info" | "notice" | "warning"; readonly text: string }
  | { readonly type: "finding"; readonly finding: Finding; readonly task?: string }
  | { readonly type: "check"; readonly check: Check; readonly task?: string }
  | {
      readonly type: "task-started";
      readonly task: string;
      readonly kind: string;
      readonly title: string;
      readonly target?: string;
      readonly at: number;
    }
  | { readonly type: "task-output"; readonly task: string; readonly stream: "stdout" | "stderr"; readonly text: string }
  | {
      readonly type: "task-finished";
      readonly task: string;
      readonly kind: string;
      readonly title: string;
      readonly target?: string;
      readonly status: TaskStatus;
      readonly level?: CacheLevel;
      readonly reason?: string;
      /** Milliseconds since the start of the run. */
      readonly at: number;
      readonly ms: number;
      /** CPU milliseconds of its processes, where the host tells. */
      readonly cpuMs?: number;
      /** Peak resident bytes of its process tree, where the host tells. */
      readonly peakBytes?: number;
      readonly outputs: readonly MadeFile[];
    }
  | { readonly type: "run-finished"; readonly ok: boolean; readonly ms: number };

/** Where events go. */
export type Emit = (event: Event) => void;
