import type { CheckCase } from "../../checks.ts";
import type { RunEnd } from "../run/judge-end.ts";

/** What is known of a run of a package's tests. */
export interface RanTests {
  readonly cases: readonly CheckCase[];
  /** Whether tests that failed through no fault of their own were taken for skipped: the program's exit code tells of them. */
  readonly excused: boolean;
  /** Whether the cases are certain, since the frame of the output was marked. */
  readonly framed: boolean;
}

/** Whether all went well. */
export function passed(end: RunEnd, { cases, excused, framed }: RanTests): boolean {
  if (end.type !== "exit") return false;
  const failed = cases.some(({ status }) => status === "failed");
  // A `TestMain` may end with 0 whatever its tests came to; without marks a test may have printed what looks like a failure.
  if (end.code === 0) return !(framed && failed);
  return end.code === 1 && excused && !failed;
}
