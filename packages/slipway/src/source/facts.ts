import type { Finding } from "../findings.ts";

/** The Go module (or workspace) that is released. */
export interface ModuleFacts {
  /** Absolute folder of `go.mod`. */
  readonly dir: string;
  /** `module` line; for a workspace that of the module at the project's folder, else of the first `use` line. */
  readonly path: string;
  /** The `go` line, `1.26` or `1.26.8`. In a workspace that of `go.work`. */
  readonly goVersion: string;
  /** The `toolchain` line, `go1.26.8`, when there is one. In a workspace that of `go.work`. */
  readonly toolchain?: string;
  /** Absolute path of the `go.work` in force, when there is one. */
  readonly workspace?: string;
  /** Absolute folders of all modules whose source is at hand: this one, those of the workspace, local `replace` folders. */
  readonly localModules: readonly string[];
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
  /**
   * The buildable targets (`js/wasm`) for which some file of the package is left by its build constraints; absent when
   * all of them can have it.
   */
  readonly onlyFor?: readonly string[];
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
  /** `path`: the command on the PATH. `module cache`: one that Go itself had downloaded. `module proxy`: our own download. */
  readonly from: "path" | "module cache" | "module proxy";
}

/** State of the git checkout; `undefined` facts have no repository. Dates are Unix seconds. */
export interface GitFacts {
  /** Absolute path of the work tree's top. */
  readonly top: string;
  /** `HEAD` when detached. */
  readonly branch: string;
  readonly commit: string;
  readonly shortCommit: string;
  readonly commitTime: number;
  readonly authorTime: number;
  /** The remote's address without credentials; empty when there is no remote. */
  readonly url: string;
  /** Output of `git describe --dirty --always --tags`. */
  readonly summary: string;
  /** The chosen tag as git has it, `monorepo.tag_prefix` included; empty when there is none. */
  readonly tag: string;
  /** The tag before it, prefix included; empty when there is none. */
  readonly previousTag: string;
  /** `monorepo.tag_prefix`, which templates see cut off (`Tag`) or whole (`PrefixedTag`). */
  readonly tagPrefix: string;
  /** Whether the tag points at HEAD. */
  readonly tagAtHead: boolean;
  readonly tagSubject: string;
  readonly tagContents: string;
  readonly tagBody: string;
  /** Lines of `git status --porcelain`; empty when clean. Our own dist does not count. */
  readonly dirty: readonly string[];
  readonly shallow: boolean;
  /** Whether this is a linked work tree (`git worktree add`). */
  readonly worktree: boolean;
  /** The root commit; only looked for when there is no previous tag, since finding it walks the whole history. */
  readonly firstCommit: string;
}

/** The CI system that runs us, by its own environment variables. */
export interface CiFacts {
  readonly name: "github" | "gitlab" | "forgejo" | "other";
  readonly pullRequest: boolean;
}

/** Everything that the project folder, git, Go and the environment tell. Read once, never guessed twice. */
export interface Facts {
  /** Absolute folder of the project: where the config is looked for and where commands run. */
  readonly root: string;
  readonly module?: ModuleFacts;
  /** Sorted by `dir`. */
  readonly mains: readonly MainPackage[];
  /** Folders with Go files below the project, as `MainPackage.dir`; for package patterns. Sorted. */
  readonly packageFolders?: readonly string[];
  readonly toolchain?: GoToolchain;
  /** What `go tool dist list -json` says the toolchain can build, in its order. */
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
  /** Names for the project found elsewhere: `cargo` from `Cargo.toml`, `remote` from the git remote's address. */
  readonly names: { readonly cargo?: string; readonly remote?: string };
  /**
   * What is missing or broken, with codes of `errors.ts`. Gathering reports and never refuses: whether a fact is needed
   * depends on what is asked, so `refuseUnfitFacts` decides.
   */
  readonly problems: readonly Finding[];
}

/** A GOOS/GOARCH pair of the toolchain. */
export interface BuildablePair {
  readonly os: string;
  readonly arch: string;
  readonly cgo: boolean;
  readonly firstClass: boolean;
}
