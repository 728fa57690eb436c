import { MAIN_MODULE_HINT } from "../binary/diff/diff-build.ts";
import { CLOCK_HINT } from "../binary/diff/value-hint.ts";
import { DIFF_CODES, type Cause, type Difference, type DiffPlace, type Residual } from "./difference.ts";

/** Bounds on what a report keeps: hostile archives may differ in anything. */
const MAX_CAUSES = 10_000;
const MAX_PLACES = 1000;

/** A cause as one place tells it. */
export type Seen = Omit<Cause, "places">;

/** Gathers causes: equal ones of many files become one with many places. */
export class Collector {
  readonly #causes = new Map<string, { readonly seen: Seen; readonly places: DiffPlace[] }>();
  readonly #residual: Residual[] = [];
  /** Words in the names of files, such as the version, that are others on side B. */
  readonly renames = new Map<string, string>();
  /** Names of files that are no part of the comparison. */
  readonly leftOut = new Set<string>();
  #compared = 0;
  #count = 0;

  /** How many causes and differing parts were told, repeated ones too. */
  get count(): number {
    return this.#count;
  }

  compared(): void {
    this.#compared++;
  }

  cause(seen: Seen, place: DiffPlace): void {
    this.#count++;
    const key = JSON.stringify([seen.code, seen.subject, seen.message, seen.a, seen.b]);
    const known = this.#causes.get(key);
    if (known !== undefined) {
      if (known.places.length < MAX_PLACES) known.places.push(place);
    } else if (this.#causes.size < MAX_CAUSES) this.#causes.set(key, { seen, places: [place] });
  }

  residual(residual: Residual): void {
    this.#count++;
    if (this.#residual.length < MAX_CAUSES) this.#residual.push(residual);
  }

  finish(): Difference {
    const order = (cause: Cause): number => DIFF_CODES.indexOf(cause.code);
    const causes = [...this.#causes.values()].map(({ seen, places }) => ({ ...seen, places }));
    const twoCommits = causes.some(({ code, subject, a, b }) => code === "vcs" && subject === "vcs.revision" && a && b);
    return {
      same: this.#count === 0,
      causes: (twoCommits ? causes.map(ofTwoCommits) : causes).toSorted((a, b) => order(a) - order(b)),
      residual: this.#residual,
      compared: this.#compared,
      leftOut: [...this.leftOut].sort(),
    };
  }
}

/** Two commits have other times and versions by right: advice that presumes one commit would mislead. */
function ofTwoCommits(cause: Cause): Cause {
  if (cause.code === "vcs" && cause.subject === "vcs.revision") {
    return { ...cause, hint: "these are two commits: versions and times that differ follow from it" };
  }
  if (cause.hint === undefined || !HINTS_OF_ONE_COMMIT.has(cause.hint)) return cause;
  const { hint: _, ...rest } = cause;
  return rest;
}

/** What to do about members with other times. */
export const MEMBER_TIME_HINT = "give every member the time of the commit";

const HINTS_OF_ONE_COMMIT: ReadonlySet<string> = new Set([CLOCK_HINT, MAIN_MODULE_HINT, MEMBER_TIME_HINT]);

/** Makes a cause whose sentence is `subject: a → b`. */
export function seen(code: Seen["code"], subject: string, a: string | null, b: string | null, hint?: string): Seen {
  const message = `${subject}: ${quote(a)} → ${quote(b)}`;
  return { code, subject, message, a, b, ...(hint === undefined ? {} : { hint }) };
}

function quote(value: string | null): string {
  if (value === null) return "nothing";
  return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}...` : value);
}
