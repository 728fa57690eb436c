/** How much a rule matters; `off` does not look. */
export type RuleSeverity = "error" | "warning" | "notice" | "off";

/** What those who built a program say of it. What they do not say is not checked. */
export interface Promised {
  readonly os?: string;
  /** Go's word; `all` for a universal program, whose slices are then in `arches`. */
  readonly arch?: string;
  readonly arches?: readonly string[];
  /** The value of the architecture's variable (`v1`, `7,softfloat`). */
  readonly variant?: string;
  /** Whether the go command made it, so that it can be read. */
  readonly go?: boolean;
  /** `""` is Go's default. */
  readonly buildmode?: string;
  /** Whether cgo was on. */
  readonly cgo?: boolean;
  /** The C library that was asked for: `musl`, `gnu`, `gnu.2.17`, or `static` for none at run time. */
  readonly libc?: string;
  /** Whether a Windows program opens no console (`-H=windowsgui`). */
  readonly gui?: boolean;
  /** Whether symbols and DWARF go into a file of their own (`debug: split`). */
  readonly split?: boolean;
  /** The commit that a stamp must name. */
  readonly commit?: string;
  /** Whether the checkout had no changes when the run began. */
  readonly clean?: boolean;
  /** Whether this is a release, and no snapshot. */
  readonly release?: boolean;
  /** The version that the program may call itself, and the tag, without a monorepo's prefix. */
  readonly version?: string;
  readonly tag?: string;
}

/** What a project asks of its programs beyond the rules' own defaults. */
export interface Limits {
  /** Symbols that no program may use. */
  readonly symbols?: readonly string[];
  /** Patterns of libraries that may be loaded, beside those of the system; `*` stands for anything. */
  readonly libraries?: readonly string[];
  /** Oldest systems that must run it, by GOOS: `{darwin: "12.0"}`. */
  readonly minimumOs?: Readonly<Record<string, string>>;
  /** Oldest glibc that must run it. */
  readonly glibc?: string;
  /** Largest file in bytes. */
  readonly maxSize?: number;
  /** Most memory in bytes that is mapped before anything runs. */
  readonly maxMemory?: number;
  /** No slice for Intel Macs, which Rosetta would run. */
  readonly arm64Only?: boolean;
  /** Patterns of what a WebAssembly host gives beside Go's own, `module.name`. */
  readonly wasmImports?: readonly string[];
  /** WebAssembly features that the hosts have beside those of every browser. */
  readonly wasmFeatures?: readonly string[];
  /** Folders of the machine that builds, which must not be in a program. */
  readonly machinePaths?: readonly string[];
}

/** What one program is judged by. Plain JSON. */
export interface Policy {
  /** Severities that differ from the rules' own, by code. */
  readonly rules?: Readonly<Record<string, RuleSeverity>>;
  readonly promised?: Promised;
  readonly limits?: Limits;
}
