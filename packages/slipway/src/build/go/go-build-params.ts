import type { JsonObject } from "../../json.ts";

/** How cgo is set for a build. */
export interface CgoParams extends JsonObject {
  readonly enabled: boolean;
  /** Why, for a reader. */
  readonly why: string;
  /** Compiler wrapper: `ccache`, `sccache` or `""`. */
  readonly wrapper: string;
  /** `""`, `musl`, `gnu`, `gnu.2.17`: what a compiler found on the machine links on Linux. */
  readonly libc: string;
}

/** What the repository tells that ends up in a stamped program; part of the fingerprint, read by nobody else. */
export interface VcsParams extends JsonObject {
  readonly commit: string;
  readonly time: number;
  readonly modified: boolean;
  readonly describe: string;
}

/** The settings that one `go build` of several programs shares. */
export interface GoSettings extends JsonObject {
  /** `go`, another Go command, or another compiler with Go's flags (TinyGo, garble). */
  readonly tool: string;
  /** Version of the Go toolchain, `go1.26.8`. */
  readonly toolchain: string;
  readonly command: string;
  /** Folder that the command runs in, relative to the project's. */
  readonly dir: string;
  /** Arguments between the command and `-ldflags`, in order. */
  readonly flags: readonly string[];
  /** GOOS, GOARCH and every variant variable. */
  readonly platform: Readonly<Record<string, string>>;
  /** What the config's `env` of this build says, rendered. */
  readonly env: Readonly<Record<string, string>>;
  /** Names that the config's global `env` sets; their values come at run time, since they may be secret. */
  readonly named: readonly string[];
  /** SHA-256 of those values, so that another value is another task; none for names that sound secret. */
  readonly namedDigests: Readonly<Record<string, string>>;
  readonly cgo: CgoParams;
  readonly buildmode: string;
  readonly vcs: VcsParams | null;
}

/** Params of one `go-build` task: one program (or library) for one target. */
export interface GoBuildParams extends JsonObject {
  readonly build: string;
  /** The target in GoReleaser's form. */
  readonly target: string;
  readonly settings: GoSettings;
  /** What is built: a folder (`./cmd/api`), a file (`main.go`) or an import path. */
  readonly package: string;
  /** The name that Go itself gives the program, when several can be written into one folder; else `null`. */
  readonly goName: string | null;
  /** Tells programs apart that Go would give one name. */
  readonly slot: number;
  /** Value of `-ldflags`, empty for none. */
  readonly ldflags: string;
  /** A C library: its header is the task's second output. The first is always the program. */
  readonly header: boolean;
  /** Refuse what is no main package. */
  readonly mainCheck: boolean;
  /** Output folder of the module proxy's go.mod and go.sum, for builds from there. */
  readonly proxy: string | null;
}
