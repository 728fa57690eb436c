/** A CI system that `slipway ci` writes for. */
export type CiSystem = "github" | "gitlab" | "forgejo" | "gitea";

/** The `ci` section. */
export interface Ci {
  readonly system: CiSystem;
  /** Empty: this version from the npm registry. */
  readonly slipway: string;
  /** Target, or `build`, to a label. */
  readonly runners: Readonly<Record<string, string>>;
  readonly go: readonly string[];
  readonly builds: readonly string[];
  readonly tests: boolean;
  readonly compare: boolean;
  readonly environment: string;
}
