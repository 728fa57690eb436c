import type { OriginalFile } from "../../prove/reproduce/reproduction.ts";

/** What a release says of itself: enough to make it again. */
export interface ReleaseRecord {
  readonly commit: string;
  readonly version: string;
  readonly tag: string;
  readonly snapshot: boolean;
  readonly nightly: boolean;
  /** A repository that has the commit; empty when the record names none. */
  readonly repository: string;
  /** `go1.26.8`; empty when nothing tells. */
  readonly toolchain: string;
  /** Milliseconds of the time that templates saw; 0 when the record has none. */
  readonly time: number;
  /** The files, by the path that they had in dist, or by name alone. */
  readonly files: readonly OriginalFile[];
}
