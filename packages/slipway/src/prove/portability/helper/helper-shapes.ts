/** What the helper is asked; `go/portability/shapes.go` has the same and says what each field means. */
export interface HelperRequest {
  readonly go: string;
  readonly root: string;
  readonly own: readonly string[];
  readonly patterns: readonly string[];
  readonly folders: readonly string[];
  readonly env: readonly string[];
  readonly targets: readonly HelperTarget[];
  readonly parallel: number;
  readonly all: boolean;
}

/** One platform with the settings that choose files. */
export interface HelperTarget {
  readonly name: string;
  readonly dir: string;
  readonly env: readonly string[];
  readonly flags: readonly string[];
  readonly programs: readonly string[];
}

/** What the helper says. Files are relative to the root, with `/`. */
export interface HelperAnswer {
  /** Version of the toolchain that built the helper. */
  readonly go: string;
  readonly targets: readonly TargetFacts[];
  readonly findings: readonly HelperFinding[];
  readonly allows: readonly AllowComment[];
  readonly indirect: number;
}

/** What one target has. */
export interface TargetFacts {
  readonly name: string;
  readonly failure?: string;
  readonly packages: readonly PackageFacts[];
  readonly problems: readonly CompileProblem[];
  readonly api: Readonly<Record<string, readonly string[]>>;
  readonly bodyless?: readonly BodylessFunction[];
}

/** A package of the project on one target; without `files` it is not in. */
export interface PackageFacts {
  readonly path: string;
  readonly name: string;
  readonly dir: string;
  readonly files: readonly string[];
  readonly assembly?: readonly string[];
  readonly cgoFiles?: readonly string[];
  readonly headers?: readonly string[];
  readonly embeds?: readonly string[];
  readonly out?: readonly OutFile[];
}

/** A file that a target does not have, and why. */
export interface OutFile {
  readonly file: string;
  readonly reason: string;
  /** It imports C, and cgo is off. */
  readonly cgo?: boolean;
}

/** What keeps a package from compiling. */
export interface CompileProblem {
  readonly package: string;
  readonly own: boolean;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly import?: boolean;
  /** Files that are out because cgo is off and may have what is missing. */
  readonly cgo?: readonly string[];
  readonly out?: readonly string[];
  readonly idle?: boolean;
}

/** A function that only assembly (or a linkname) can define. */
export interface BodylessFunction {
  readonly package: string;
  readonly dir: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly linked?: boolean;
}

/** Something that a rule found. */
export interface HelperFinding {
  readonly code: string;
  readonly severity: "error" | "warning" | "notice";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly text: string;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint: string;
  readonly targets: readonly string[];
}

/** A comment that suppresses findings of its own line or the next one. */
export interface AllowComment {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}
