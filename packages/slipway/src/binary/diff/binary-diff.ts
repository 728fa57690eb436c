/** Why two programs differ, most telling first. The order of this list is the order of a report. */
export const CAUSE_ORDER = [
  "format",
  "signature",
  "post-link",
  "go-version",
  "target",
  "module",
  "vcs",
  "flag",
  "path",
  "variable",
  "c-compiler",
  "library",
  "embedded-file",
  "function",
  "header",
  "build-id",
] as const;

export type CauseCode = (typeof CAUSE_ORDER)[number];

/** One cause: what it is about, and its value on both sides (`null` where it is not there). */
export interface DiffCause {
  readonly code: CauseCode;
  /** A sentence for people. */
  readonly message: string;
  /** The setting, module, variable, file or function. */
  readonly subject: string;
  readonly a: string | null;
  readonly b: string | null;
  /** File offsets of the values, where they have one. */
  readonly offsetA?: number;
  readonly offsetB?: number;
  /** What to change so that both come out the same. */
  readonly hint?: string;
}

/** How much of one section differs: bytes at equal places within it, and what one side has more. */
export interface SectionDiff {
  readonly section: string;
  readonly sizeA: number;
  readonly sizeB: number;
  readonly differing: number;
  /** Offset of the first difference within the section. */
  readonly first: number;
}

/** The result of comparing two binaries: causes first, then what is left in bytes. */
export interface BinaryDiff {
  readonly same: boolean;
  readonly causes: readonly DiffCause[];
  readonly residual: readonly SectionDiff[];
}
