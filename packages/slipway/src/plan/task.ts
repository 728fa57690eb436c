import type { JsonObject } from "../json.ts";
import type { Artifact } from "./artifact.ts";

/** The stages that make tasks, in the order of the data's way. */
export type Stage = "source" | "build" | "pack" | "prove" | "sign" | "publish";

/** A file that a task promises to make. */
export interface Output {
  /** Relative to dist, with `/` separators; unique in a plan. */
  readonly path: string;
  /** What the file is to the outside; a file without it is internal and is kept in the store, not in dist. */
  readonly artifact?: Artifact;
  /** In dist although it is no artifact: `artifacts.json` does not list itself. */
  readonly unlisted?: true;
  /** Unix permission bits, for example `0o755`. */
  readonly mode: number;
  /** Unix seconds that the file's time is set to when it is put in place (`mod_timestamp`); absent for none in particular. */
  readonly mtime?: number;
}

/** Whether a file only passes from task to task and never stands in dist. */
export function isInternal(output: Output): boolean {
  return output.artifact === undefined && output.unlisted !== true;
}

/** What the scheduler must know to admit a task. */
export interface Resources {
  /** CPU tokens, at least 0. A process that uses every core takes as many tokens as there are cores. */
  readonly cpu: number;
  /** Bytes to assume before a history exists. */
  readonly memory: number;
  /** Tasks with the same word never run at the same time. */
  readonly exclusive?: string;
  /** Relative expected cost; the scheduler starts the longest remaining chain first. */
  readonly cost: number;
}

/**
 * One node of the graph: plain JSON with every template filled in.
 *
 * Its fingerprint covers `kind`, `params`, the digests of what it needs, and what its kind discovers when it is
 * about to run (source files, tool versions, globs over generated files).
 */
export interface Task {
  /** `<kind>:<name>`, unique in a plan, for example `go-build:hello:linux_amd64_v1`. */
  readonly id: string;
  readonly kind: string;
  readonly stage: Stage;
  /** What a person reads: `build hello for linux/amd64`. */
  readonly title: string;
  /** The target in display form, for tasks of one target. */
  readonly target?: string;
  /** Ids of tasks whose success must come first. */
  readonly needs: readonly string[];
  /** Output paths of needed tasks that this task reads; their digests are part of its fingerprint. */
  readonly inputs: readonly string[];
  readonly params: JsonObject;
  readonly outputs: readonly Output[];
  /** Artifacts over files that needed tasks made (a program released as it is): a name and a role, no bytes of their own. */
  readonly announces?: readonly Artifact[];
  readonly resources: Resources;
  /** Tasks with the same word that miss the cache together are run together by their kind. */
  readonly batch?: string;
}
