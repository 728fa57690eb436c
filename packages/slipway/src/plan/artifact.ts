import type { Promised } from "../binary/policy/policy.ts";
import type { JsonObject } from "../json.ts";
import type { Target } from "./targets/target.ts";

/** The type words of `artifacts.json` (GoReleaser `internal/artifact/artifact.go`). */
export type ArtifactType =
  | "Archive"
  | "Binary"
  | "C Archive Library"
  | "C Header"
  | "C Shared Library"
  | "Checksum"
  | "File"
  | "Metadata"
  | "Source";

/** A planned artifact: everything that is known before it exists. */
export interface Artifact {
  /** The file name that people see; unique among the files that a release uploads. */
  readonly name: string;
  /** Relative to dist, with `/` separators. */
  readonly path: string;
  readonly type: ArtifactType;
  readonly target?: Target;
  /** Extra keys as `artifacts.json` has them: `ID`, `Binary`, `Ext`, `Format`, `WrappedIn` ... */
  readonly extra: JsonObject;
  /** What its maker says of a program, which checks hold it to. */
  readonly promise?: Promised;
}
