import type { Finding } from "../../findings.ts";
import type { CompileProblem, PackageFacts } from "./helper/helper-shapes.ts";

/** A finding with the targets on which it holds, in the order of the report's targets. */
export interface PortabilityFinding extends Finding {
  readonly targets: readonly string[];
}

/** A finding that a comment or the project file allows. */
export interface AllowedFinding {
  readonly finding: PortabilityFinding;
  readonly reason: string;
}

/** One target of the matrix. */
export interface TargetReport {
  readonly target: string;
  readonly cgo: boolean;
  /** Why nothing could be said, in Go's words. */
  readonly failure?: string;
  /** Whether every package of the project type-checks, its dependencies included. */
  readonly compiles: boolean;
  readonly packages: { readonly in: number; readonly of: number };
  readonly files: { readonly in: number; readonly out: number };
  /** Exported names of importable packages that the target has, of all that any target has; 100 when there are none. */
  readonly api: { readonly have: number; readonly of: number; readonly percent: number };
}

/** A package over all targets. */
export interface PackageReport {
  readonly path: string;
  readonly dir: string;
  readonly targets: Readonly<Record<string, PackageFacts>>;
}

/** An exported name that only some targets have, or have with another type. */
export interface ApiDifference {
  readonly package: string;
  /** As the `api` of the helper writes it: `func Open(name string) error`. */
  readonly item: string;
  readonly targets: readonly string[];
  readonly missing: readonly string[];
}

/** A problem of compiling with the targets that have it. */
export interface ProblemReport extends CompileProblem {
  readonly targets: readonly string[];
}

/** What `slipway portability` tells: `docs/portability.md` explains it. */
export interface PortabilityReport {
  readonly schema: 1;
  readonly module: string;
  readonly go: string;
  readonly targets: readonly TargetReport[];
  readonly packages: readonly PackageReport[];
  readonly problems: readonly ProblemReport[];
  readonly api: readonly ApiDifference[];
  readonly findings: readonly PortabilityFinding[];
  readonly allowed: readonly AllowedFinding[];
  /** What is not told: programs that nothing says are shipped, and how many places no straight call leads to. */
  readonly passed: { readonly programs: readonly string[]; readonly places: number };
}
