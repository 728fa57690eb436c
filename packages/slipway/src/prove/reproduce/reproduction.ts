import type { Cause, Difference } from "../../diff/difference.ts";
import type { LeftOutVariation, VariationName } from "./variation.ts";

/** How much is varied. */
export type ReproduceLevel = "quick" | "full";

/** A file that was built and is to be built again. */
export interface OriginalFile {
  /** Output path, relative to dist. */
  readonly path: string;
  readonly name: string;
  readonly digest: string;
  /** Where it is; absent when only its digest is known. */
  readonly place?: string;
  readonly target?: string;
  /** A list of other files' digests: it differs because they do. */
  readonly isList: boolean;
}

/** What became of a file: signatures are put on after a build, so a difference in them alone is none of the build. */
export type FileResult = "equal" | "equal-without-signature" | "different" | "missing";

export interface ReproducedFile {
  readonly path: string;
  readonly name: string;
  readonly digest: string;
  /** Of the rebuilt file; `null` when there is none. */
  readonly rebuilt: string | null;
  readonly result: FileResult;
}

/**
 * What a cause comes from. `repetition`: it differs without anything being varied. `checkout`: what was built differs from what is
 * committed. `unknown`: no variation alone makes it.
 */
export type Culprit = VariationName | "repetition" | "checkout" | "unknown";

/** A cause of a difference, with what was varied to bring it about and how to mend it. */
export interface TracedCause extends Cause {
  readonly variation: Culprit;
  readonly fix: string;
}

/** The result of `slipway reproduce`; `docs/reproduce.schema.json` is its schema. */
export interface Reproduction {
  readonly reproducible: boolean;
  readonly level: ReproduceLevel;
  readonly commit: string;
  readonly version: string;
  readonly varied: readonly VariationName[];
  readonly leftOut: readonly LeftOutVariation[];
  readonly files: readonly ReproducedFile[];
  readonly causes: readonly TracedCause[];
  readonly residual: Difference["residual"];
  /** Compile results of dependencies that were taken from the build, over all targets. */
  readonly shared: number;
  /** Rebuilds that were made, those that isolate causes included. */
  readonly rebuilds: number;
}
