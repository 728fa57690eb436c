import type { Json } from "../../json.ts";
import type { BinaryFormat } from "../detect-format.ts";
import type { EmbeddedFile } from "../go/embedded-files.ts";
import type { GoLinkerString } from "../go/linker-strings.ts";
import type { GoModule } from "../go/module-info.ts";
import type { ProgramSizes } from "../size/program-sizes.ts";

/** What Go wrote into a program. */
export interface InspectedGo {
  readonly version: string;
  readonly path: string;
  readonly main: { readonly path: string; readonly version: string; readonly sum: string } | null;
  /** As the go command recorded them: a replaced module keeps its own path and names the other in `replace`. */
  readonly deps: readonly GoModule[];
  readonly settings: Readonly<Record<string, string>>;
  readonly buildId: string | null;
  readonly functions: number;
  /** Whether names of functions and variables were kept (no `-s`). */
  readonly symbols: boolean;
  readonly variables: readonly Omit<GoLinkerString, "offset">[];
  readonly embedded: readonly Omit<EmbeddedFile, "offset" | "address">[];
  readonly cgo: { readonly enabled: boolean | null; readonly used: boolean; readonly compilers: readonly string[] };
}

export interface InspectedSection {
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  /** Lower-case hex with `0x`; absent where the format maps nothing. */
  readonly address?: string;
}

/** A library that is loaded with the program; `weak` and `delayed` ones may be missing at first. */
export interface InspectedLibrary {
  readonly name: string;
  readonly kind?: string;
  /** How many functions and variables are taken from it, where the format tells. */
  readonly imports?: number;
  /** Symbol versions that it must have (ELF), such as `GLIBC_2.34`. */
  readonly versions?: readonly string[];
}

export interface InspectedSignature {
  readonly kind: "none" | "ad-hoc" | "linker" | "identity" | "authenticode";
  readonly identifier?: string;
  readonly team?: string;
  readonly hardenedRuntime?: boolean;
  /** Flags of the code directory (Mach-O). */
  readonly flags?: number;
  /** How many pages of code are sealed. */
  readonly pages?: number;
  /** The XML of the entitlements. */
  readonly entitlements?: string;
}

/** A part of the file that could not be read; everything else still holds. */
export interface InspectionProblem {
  readonly message: string;
  readonly offset?: number;
  readonly field?: string;
  readonly expected?: string;
  readonly found?: string;
}

/** What holds programs among other files. A compressed tar is named by both; `gzip`, `xz` and `zstd` hold one file. */
export type ContainerFormat =
  | "tar"
  | "tar.gz"
  | "tar.xz"
  | "tar.zst"
  | "gzip"
  | "xz"
  | "zstd"
  | "zip"
  | "cpio"
  | "deb"
  | "rpm"
  | "apk"
  | "arch"
  | "npm"
  | "wheel"
  | "image";

/** Everything that a look into one binary, or into what holds binaries, tells, as plain JSON. */
export interface Inspection {
  readonly format: BinaryFormat | ContainerFormat;
  readonly size: number;
  /** `os/arch` in Go's words; `null` when neither settings nor headers tell both. */
  readonly target: string | null;
  /** The micro-architecture that the program asks for (`GOAMD64`, `GOARM` ...). */
  readonly variant: string | null;
  readonly kind:
    | "program"
    | "library"
    | "object"
    | "archive"
    | "package"
    | "universal"
    | "module"
    | "component"
    | "core"
    | "debug";
  readonly bits: 32 | 64 | null;
  readonly endian: "little" | "big" | null;
  readonly go: InspectedGo | null;
  readonly libraries: readonly InspectedLibrary[];
  readonly sections: readonly InspectedSection[];
  readonly signature: InspectedSignature | null;
  /** What only this format has, by the names of its specification. */
  readonly details: { readonly [key: string]: Json };
  /** The slices of a universal file, the members of an archive or package, the core modules of a component. */
  readonly parts: readonly InspectedPart[];
  readonly problems: readonly InspectionProblem[];
  /** Where the bytes are, when that was asked for. */
  readonly sizes?: ProgramSizes;
}

export interface InspectedPart {
  readonly name: string;
  readonly offset: number;
  readonly inspection: Inspection | null;
}
