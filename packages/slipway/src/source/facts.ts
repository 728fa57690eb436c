import type { JsonObject } from "../json.ts";

/** The Go module (or workspace) that is released. */
export interface ModuleFacts {
  /** Absolute folder of `go.mod`. */
  readonly dir: string;
  /** `module` line; for a workspace that of the module at the project's folder. */
  readonly path: string;
  /** The `go` line, `1.26` or `1.26.8`. */
  readonly goVersion: string;
  /** The `toolchain` line, `go1.26.8`, when there is one. */
  readonly toolchain?: string;
  /** Absolute path of the `go.work` in force, when there is one. */
  readonly workspace?: string;
  /** Whether a `vendor/modules.txt` makes Go read the vendor folder. */
  readonly vendored: boolean;
}

/** A main package of the module. */
export interface MainPackage {
  readonly importPath: string;
  /** Relative to the project's folder, with `/` separators: `.`, `./cmd/api`. */
  readonly dir: string;
  /** Base name that `go build` would give the program. */
  readonly name: string;
}

/** The Go toolchain in use. */
export interface GoToolchain {
  /** Absolute path of the `go` command. */
  readonly go: string;
  readonly root: string;
  /** `go1.26.8` */
  readonly version: string;
  /** Host platform of the toolchain. */
  readonly os: string;
  readonly arch: string;
  readonly from: "path" | "module proxy";
}

/** State of the git checkout; `undefined` facts have no repository. Dates are Unix seconds. */
export interface GitFacts {
  /** Absolute path of the work tree's top. */
  readonly top: string;
  readonly branch: string;
  readonly commit: string;
  readonly shortCommit: string;
  readonly commitTime: number;
  readonly authorTime: number;
  readonly url: string;
  /** Output of `git describe --dirty --always --tags`. */
  readonly summary: string;
  readonly tag: string;
  readonly previousTag: string;
  /** Whether the tag points at HEAD. */
  readonly tagAtHead: boolean;
  readonly tagSubject: string;
  readonly tagContents: string;
  readonly tagBody: string;
  /** Lines of `git status --porcelain`; empty when clean. */
  readonly dirty: readonly string[];
  readonly shallow: boolean;
  readonly worktree: boolean;
  readonly firstCommit: string;
}

/** The CI system that runs us, by its own environment variables. */
export interface CiFacts {
  readonly name: "github" | "gitlab" | "forgejo" | "other";
  readonly pullRequest: boolean;
}

/** A file that the config names, or all that the project folder tells. Read once, never guessed twice. */
export interface Facts {
  /** Absolute folder of the project: where the config is looked for and where commands run. */
  readonly root: string;
  readonly module?: ModuleFacts;
  readonly mains: readonly MainPackage[];
  readonly toolchain?: GoToolchain;
  /** What `go tool dist list -json` says the toolchain can build. */
  readonly buildable: readonly BuildablePair[];
  readonly git?: GitFacts;
  readonly ci?: CiFacts;
  /** The environment of the process. Only what the config names may reach a build. */
  readonly env: Readonly<Record<string, string>>;
  /** Values of Go's own environment file (`go env -w`), which builds do not inherit. */
  readonly goEnv: Readonly<Record<string, string>>;
  readonly host: { readonly os: string; readonly arch: string };
  /** Milliseconds since the epoch, read once; only `Date`, `Now` and `Timestamp` of templates see it. */
  readonly now: number;
  /** `SOURCE_DATE_EPOCH` in seconds, when set. */
  readonly sourceDateEpoch?: number;
  /** Names found in other manifests for the project name (`Cargo.toml` ...). */
  readonly names: JsonObject;
}

/** A GOOS/GOARCH pair of the toolchain. */
export interface BuildablePair {
  readonly os: string;
  readonly arch: string;
  readonly cgo: boolean;
  readonly firstClass: boolean;
}
