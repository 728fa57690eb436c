import type { OriginalFile } from "../../prove/reproduce/reproduction.ts";

/** What a release says of itself: enough to make it again. */
export interface ReleaseRecord {
  readonly commit: string;
  readonly version: string;
  readonly tag: string;
  readonly snapshot: boolean;
  readonly nightly: boolean;
  /** What the release calls the project; empty when the record does not say. */
  readonly project: string;
  /** A repository that has the commit; empty when the record names none. */
  readonly repository: string;
  /** `go1.26.8`; empty when nothing tells. */
  readonly toolchain: string;
  /** Milliseconds of the time that templates saw; 0 when the record has none. */
  readonly time: number;
  /** The files, by the path that they had in dist, or by name alone. */
  readonly files: readonly OriginalFile[];
  /** What else the release made, that nothing here makes: `homebrew/Casks/app.rb (Homebrew Cask)`. */
  readonly leftAside: readonly string[];
}
