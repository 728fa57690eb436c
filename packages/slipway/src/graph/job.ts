import type { TaskStatus } from "../events.ts";
import type { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Cause } from "../plan/explanation.ts";
import type { Kind } from "../plan/kind.ts";
import type { Task } from "../plan/task.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { Made, Present } from "./made.ts";
import type { TaskRecord } from "./project/task-record.ts";

/** A task of this run and what the run has learnt about it. */
export interface Job {
  readonly task: Task;
  readonly kind: Kind;
  /** Place in the plan. */
  readonly index: number;
  readonly needs: readonly Job[];
  readonly dependents: readonly Job[];
  /** Makers of the inputs, by output path. */
  readonly makers: ReadonlyMap<string, Job>;
  /** SHA-256 of everything that the plan alone says about the result. */
  readonly spec: string;
  /** See `lookOf`. */
  readonly look: string | undefined;
  /** Milliseconds of the longest chain from here to the end. */
  readonly priority: number;
  readonly record: TaskRecord | undefined;
  present?: Present;
  /** Why it was not fresh. */
  causes?: readonly Cause[];
  made?: Made;
  status?: TaskStatus;
  /** Why it was skipped. */
  reason?: string;
  error?: SlipwayError;
  /** A file that it depends on changed under its hands: the result is good for nobody else. */
  unstable?: boolean;
}

/** What a dependent's fingerprint says of an input: its bytes and what its maker told of it. */
export function inputDigest(job: Job, path: string): { readonly digest: string; readonly told?: JsonObject } {
  const made = job.makers.get(path)?.made;
  const output = made?.outputs.find((each) => each.path === path);
  if (made === undefined || output === undefined) throw new Error(`Internal error: nobody has made "${path}"`);
  const told = made.extra[path];
  return told === undefined ? { digest: output.digest } : { digest: output.digest, told };
}

/** `inputDigest` as one text. */
export function inputKey(job: Job, path: string): string {
  const { digest, told } = inputDigest(job, path);
  return told === undefined ? digest : `${digest}+${canonicalJson(told)}`;
}
