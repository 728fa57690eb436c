import type { JsonObject } from "../../json.ts";

/** What a rebuild is made from: a commit and what was asked of the release. */
export interface RebuildSource extends JsonObject {
  /** A repository that has the commit: the top of a checkout, or an address that git clones from. */
  readonly repository: string;
  readonly commit: string;
  /** The branch that templates see; `HEAD` for none. */
  readonly branch: string;
  /** The address of the remote that templates see. */
  readonly remote: string;
  /** The tag at the commit; empty for none. */
  readonly tag: string;
  /** The project's folder in the checkout, with `/`; empty for its top. */
  readonly prefix: string;
  /** The project file: relative to the project's folder, or absolute; empty for the usual names. */
  readonly file: string;
  readonly snapshot: boolean;
  readonly nightly: boolean;
  readonly skip: readonly string[];
  readonly ids: readonly string[];
  readonly singleTarget: boolean;
  /** The project's name where its file says none; empty for what the clone tells. */
  readonly project: string;
}

/** A rebuild as its process gets it, in a file. Folders are absolute. */
export interface RebuildRequest extends JsonObject {
  readonly source: RebuildSource;
  /** Output paths of the artifacts that are wanted; empty for all. */
  readonly outputs: readonly string[];
  /** Where the clone is made; must not exist. */
  readonly clone: string;
  /** Where the result is written. */
  readonly result: string;
  /** Go's build cache of the rebuild, and the one whose results of dependencies it may take; empty for none. */
  readonly goCache: string;
  readonly sharedGoCache: string;
  /** Git's own settings while the source is fetched: those of the build, and no fear of another owner. */
  readonly gitConfig: string;
  /** The checkout that was built: its own packages are the ones that are withheld. Empty when it is not at hand. */
  readonly original: string;
  /** Milliseconds since the epoch that templates see as now; 0 for the clock. */
  readonly now: number;
  /** -1 for the one of the process. */
  readonly umask: number;
  /** 0 for the number of cores. */
  readonly parallelism: number;
  readonly shallow: boolean;
  /** Give folders another order, where the file system lets us. */
  readonly reversed: boolean;
  /** Put a `go.work` above the clone. */
  readonly workspace: boolean;
}

/** One rebuilt artifact. */
export interface RebuiltFile extends JsonObject {
  readonly path: string;
  readonly name: string;
  readonly digest: string;
  readonly size: number;
}

/** What a rebuild's process leaves in the result file. */
export interface RebuildResult extends JsonObject {
  readonly version: string;
  readonly dist: string;
  readonly files: readonly RebuiltFile[];
  /** Packages whose compile results were taken from the shared cache, over all targets. */
  readonly shared: number;
  readonly error?: { readonly code: string; readonly message: string; readonly output: string; readonly hint: string };
}
