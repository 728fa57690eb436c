/** How a check ended. What was skipped is never shown as passed. */
export type CheckStatus = "passed" | "failed" | "skipped";

/** One case within a check: a test of the module, a command that was run. */
export interface CheckCase {
  readonly name: string;
  /** `flaky`: it passed in the end, but not at once. */
  readonly status: CheckStatus | "flaky";
  readonly ms?: number;
  /** What it printed, cut, when it did not pass; why it was skipped. */
  readonly text?: string;
}

/** What one check came to for one thing, good or bad: the cells of the matrix of targets and checks. */
export interface Check {
  /** What was checked for: `archive`, `smoke`, `test`, `policy`, `reproduce`, `portability` ... */
  readonly check: string;
  readonly status: CheckStatus;
  /** The target in display form; absent for what belongs to the whole project. */
  readonly target?: string;
  /** What was looked at: an artifact's name, a package. */
  readonly subject: string;
  /** One line: what was done and seen, or why it was skipped. */
  readonly detail: string;
  /** For a skip: how it would be done (what to install, which CI job does it). */
  readonly hint?: string;
  readonly ms?: number;
  readonly cases?: readonly CheckCase[];
}
