import type { Place } from "./errors.ts";

/** `error` stops everything downstream of the artifact, `warning` and `notice` only inform. */
export type Severity = "error" | "warning" | "notice";

/** Something found by a check. `code` is stable and documented in `docs/errors.md`. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly where?: Place;
  readonly expected?: string;
  readonly actual?: string;
  /** How to mend it, naming the flag, config key or command. */
  readonly hint?: string;
  /** The target it is about, in display form (`linux/arm/7`). */
  readonly target?: string;
  /** The artifact it is about, by name. */
  readonly artifact?: string;
}
