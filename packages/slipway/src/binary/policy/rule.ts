import type { Inspection } from "../inspect/inspection.ts";
import type { Program } from "../read-binary.ts";
import type { FoundText } from "./find-texts.ts";
import type { Limits, Promised, RuleSeverity } from "./policy.ts";

/** A program under judgement. What is costly is read when a rule asks for it. */
export interface Subject {
  readonly inspection: Inspection;
  readonly bytes: Uint8Array;
  /** The same as a reader has it; absent for a file that holds several programs. */
  readonly program: Program | undefined;
  readonly promised: Promised;
  readonly limits: Limits;
  /** Where texts stand in the file. */
  readonly find: (texts: readonly string[]) => readonly FoundText[];
  /** Numbers of the pages whose hash in a Mach-O signature is wrong; `undefined` without a signature. */
  readonly badPages: () => readonly number[] | undefined;
}

/** What a rule finds. `fix` and `severity` stand in for the rule's own where a case has better ones. */
export interface Violation {
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly fix?: string;
  readonly severity?: RuleSeverity;
}

export type RuleFormat = Inspection["format"];

/** One thing that may be wrong with a program. Pure: bytes and promises in, violations out. */
export interface Rule {
  /** Names it in findings and in `policy.rules`. */
  readonly code: string;
  readonly severity: RuleSeverity;
  readonly formats: readonly RuleFormat[];
  /** What it finds, in a few words. */
  readonly about: string;
  /** Why that matters. */
  readonly reason: string;
  /** The Go flag, config key or command that mends it. */
  readonly fix: string;
  check(subject: Subject): readonly Violation[];
}

/** One violation when `wrong`, else none. */
export function when(wrong: boolean, violation: () => Violation): readonly Violation[] {
  return wrong ? [violation()] : [];
}
