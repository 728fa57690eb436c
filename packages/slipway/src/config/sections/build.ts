import type { HookPair } from "./hook.ts";

/** Settings of the Go command that `overrides` can change for one target. */
export interface BuildDetails {
  /** `""` is Go's default. `archive` is ours: a library archive of each package in `packages`. */
  readonly buildmode:
    | ""
    | "archive"
    | "c-archive"
    | "c-shared"
    | "exe"
    | "pie"
    | "plugin"
    | "shared"
    | "sdist"
    | "wheel";
  /** Joined with a space into one `-ldflags` argument. */
  readonly ldflags: readonly string[];
  readonly tags: readonly string[];
  readonly flags: readonly string[];
  readonly asmflags: readonly string[];
  readonly gcflags: readonly string[];
  /** `NAME=value` lines; names and values are templates. */
  readonly env: readonly string[];
  /** Ours: prefix of CC and CXX for cgo. */
  readonly cc_wrapper: "" | "ccache" | "sccache";
  /** Ours: the C library that cgo programs for Linux link: `""`, `musl`, `gnu`, `gnu.2.17`. */
  readonly libc: string;
  /** Ours: `split` keeps symbols and DWARF in a file beside the stripped program. */
  readonly debug: "" | "split";
}

/** A hole in the target matrix. Empty fields match everything. */
export interface IgnoredBuild {
  readonly goos: string;
  readonly goarch: string;
  readonly goamd64: string;
  readonly go386: string;
  readonly goarm: string;
  readonly goarm64: string;
  readonly gomips: string;
  readonly goppc64: string;
  readonly goriscv64: string;
}

/** Other details for the targets that match. A list that is empty and a word that is `""` leave the build's own in force. */
export interface BuildOverride extends IgnoredBuild, BuildDetails {}

/** One entry of `builds`. */
export interface Build extends BuildDetails {
  readonly id: string;
  /** Whether the file does not name the id, so that it came from the project's name. */
  readonly id_is_default: boolean;
  readonly builder: "go" | "prebuilt" | "rust" | "zig" | "bun" | "deno" | "node" | "uv" | "poetry";
  readonly goos: readonly string[];
  readonly goarch: readonly string[];
  readonly goamd64: readonly string[];
  readonly go386: readonly string[];
  readonly goarm: readonly string[];
  readonly goarm64: readonly string[];
  readonly gomips: readonly string[];
  readonly goppc64: readonly string[];
  readonly goriscv64: readonly string[];
  /** As written (`linux_amd64`, `go_first_class`); when not empty it takes the place of the matrix. */
  readonly targets: readonly string[];
  readonly ignore: readonly IgnoredBuild[];
  readonly overrides: readonly BuildOverride[];
  /** Folder that the Go command runs in; relative to the project's folder. */
  readonly dir: string;
  readonly main: string;
  /** Name of the program: a template, `/` allowed. */
  readonly binary: string;
  /** Whether the file does not name the binary. */
  readonly binary_is_default: boolean;
  readonly hooks: HookPair;
  /** Template of a time: Unix seconds or empty. */
  readonly mod_timestamp: string;
  /** Template that renders to `true` to leave the build out. */
  readonly skip: string;
  /** The Go command: a name, a path, or a template of one. */
  readonly tool: string;
  /** The verb: `build` or `test`. */
  readonly command: string;
  readonly no_unique_dist_dir: string;
  readonly no_main_check: boolean;
  /** For `builder: prebuilt`: template of the path of each target's program. */
  readonly prebuilt: { readonly path: string };
  /** Ours: package patterns for `buildmode: archive`. */
  readonly packages: readonly string[];
}
