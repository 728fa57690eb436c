import type { CompileProblem, TargetFacts } from "./helper/helper-shapes.ts";
import type { PortabilityFinding, ProblemReport } from "./portability-report.ts";

/** One problem for each place and message, with the targets that have it. */
export function mergeProblems(targets: readonly TargetFacts[]): ProblemReport[] {
  const merged = new Map<string, CompileProblem & { readonly targets: string[] }>();
  for (const target of targets) {
    for (const problem of target.problems) {
      const key = JSON.stringify([problem.package, problem.file, problem.line, problem.column, problem.message]);
      const known = merged.get(key) ?? { ...problem, targets: [] };
      if (known.targets.at(-1) !== target.name) known.targets.push(target.name);
      merged.set(key, known);
    }
  }
  return [...merged.values()];
}

/** What does not compile, as findings: they stop the targets that they are about. */
export function compileFindings(
  targets: readonly TargetFacts[],
  problems: readonly ProblemReport[],
): PortabilityFinding[] {
  const findings: PortabilityFinding[] = targets
    .filter((target) => target.failure !== undefined)
    .map((target) => ({
      code: "portability-compile",
      severity: "error",
      message: "The packages of this target cannot be listed",
      actual: target.failure ?? "",
      hint: "run go list ./... with the same GOOS and GOARCH",
      target: target.name,
      targets: [target.name],
    }));
  for (const problem of problems) {
    const cgo = problem.cgo ?? [];
    findings.push({
      ...codeOf(problem),
      severity: "error",
      message: problem.own ? problem.message : `${problem.package}: ${problem.message}`,
      ...(problem.file === ""
        ? {}
        : {
            where: {
              file: problem.file,
              line: problem.line,
              ...(problem.column > 0 ? { column: problem.column } : {}),
            },
          }),
      hint: hintFor(problem, cgo, targets.length),
      ...(problem.targets.length === 1 ? { target: problem.targets[0]! } : {}),
      targets: problem.targets,
    });
  }
  return findings;
}

/** Names of system packages that a target does not have are a rule of their own. */
const SYSTEM_NAME = /^undefined: (?:syscall|unix|windows)\.\w+/;

function codeOf(problem: ProblemReport): { readonly code: string } {
  if ((problem.cgo ?? []).length > 0) return { code: "portability-cgo" };
  return SYSTEM_NAME.test(problem.message) ? { code: "portability-syscall" } : { code: "portability-compile" };
}

function hintFor(problem: ProblemReport, cgo: readonly string[], all: number): string {
  if (cgo.length > 0) {
    return `${cgo.join(", ")} need cgo, which is off for ${problem.targets.join(", ")}: set CGO_ENABLED=1 there with a C compiler, or write a file for !cgo`;
  }
  if (problem.targets.length === all) return "it compiles on no target: mend it first";
  if (problem.import && /no Go file/.test(problem.message)) {
    return "import it in files of the targets that have it (//go:build), or leave these targets out of the matrix";
  }
  return "put what needs this system in a file with a build constraint, and give the other targets another one";
}
