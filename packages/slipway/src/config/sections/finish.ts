import type { HookPair } from "./hook.ts";

/** One entry of `universal_binaries`: a program for both kinds of Mac. */
export interface UniversalBinary {
  readonly id: string;
  /** Build ids that are joined. */
  readonly ids: readonly string[];
  readonly name_template: string;
  /** Take the programs of one architecture out of what is packed. */
  readonly replace: boolean;
  readonly hooks: HookPair;
  readonly mod_timestamp: string;
}

/** One entry of `upx`: which programs are compressed, and how. Empty lists match everything. */
export interface Upx {
  /** Template that renders to `true` to turn it on. */
  readonly enabled: string;
  readonly ids: readonly string[];
  readonly goos: readonly string[];
  readonly goarch: readonly string[];
  readonly goarm: readonly string[];
  readonly goamd64: readonly string[];
  /** The command. */
  readonly binary: string;
  readonly compress: "" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "best";
  readonly lzma: boolean;
  readonly brute: boolean;
}

/** The `gomod` section: building what the module proxy serves in place of the checkout. */
export interface GoMod {
  readonly proxy: boolean;
  readonly env: readonly string[];
  readonly gobinary: string;
  /** `-mod` flag. */
  readonly mod: string;
  readonly dir: string;
}
