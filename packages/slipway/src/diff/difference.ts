import { CAUSE_ORDER, type CauseCode } from "../binary/diff/binary-diff.ts";

/** Causes that lie around programs, most telling first; programs' own come behind them. */
const AROUND = [
  "unreadable",
  "kind",
  "missing",
  "renamed",
  "member-order",
  "member-time",
  "member-owner",
  "member-mode",
  "member-header",
  "compressed-header",
  "compression",
  "image-created",
  "image-config",
  "package-field",
] as const;

/** Causes in files that are no programs. A `digest` follows from another file that differs. */
const INSIDE = ["order", "json", "text", "content", "digest"] as const;

/** Why two things differ. The order is the order of a report. */
export const DIFF_CODES = [...AROUND, ...CAUSE_ORDER, ...INSIDE] as const;

export type DiffCode = (typeof AROUND)[number] | CauseCode | (typeof INSIDE)[number];

/** Where a cause was seen: the file, through archives with `/`, and byte offsets in it where they are known. */
export interface DiffPlace {
  readonly path: string;
  readonly offsetA?: number;
  readonly offsetB?: number;
}

/** One cause, told once however many files have it. */
export interface Cause {
  readonly code: DiffCode;
  /** The member, setting, module, variable, file, function or line that it is about. */
  readonly subject: string;
  /** A sentence for people. */
  readonly message: string;
  /** The value on both sides; `null` where it is not there. */
  readonly a: string | null;
  readonly b: string | null;
  readonly places: readonly DiffPlace[];
  /** What to change so that both come out the same. */
  readonly hint?: string;
}

/** How much of one part of a file differs in bytes. */
export interface Residual {
  readonly path: string;
  /** A section of a program, or `bytes` for the whole of another file. */
  readonly part: string;
  readonly sizeA: number;
  readonly sizeB: number;
  readonly differing: number;
  /** Offset of the first difference within the part. */
  readonly first: number;
}

/** The result of a comparison; `docs/diff.schema.json` is its schema. */
export interface Difference {
  readonly same: boolean;
  /** Most telling first. */
  readonly causes: readonly Cause[];
  readonly residual: readonly Residual[];
  /** Files that were compared, members of archives included. */
  readonly compared: number;
  /** Files of two dist folders that were not compared, since they tell of a run. */
  readonly leftOut: readonly string[];
}
