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
  const order = targets.map(({ name }) => name);
  for (const { more, ...cause } of oneForEachCause(problems.filter(({ idle }) => idle !== true))) {
    const problem = { ...cause, targets: order.filter((name) => cause.targets.includes(name)) };
    const cgo = problem.cgo ?? [];
    findings.push({
      ...codeOf(problem),
      severity: "error",
      message: `${problem.own ? "" : `${problem.package}: `}${firstLine(problem.message)}${more === 0 ? "" : ` (and ${more} more of this)`}`,
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

type Cause = ProblemReport & { readonly more: number };

/**
 * Problems that one mending ends: all of a package of others, all that a package lacks without cgo, all that stands in the same
 * files for other systems, every place of one missing name, and every import of a module that could not be fetched. The report has
 * each of them under `problems`.
 */
function oneForEachCause(problems: readonly ProblemReport[]): Cause[] {
  const causes = new Map<string, Cause & { readonly at: number }>();
  for (const [at, problem] of problems.entries()) {
    const fetched = unfetched(problem);
    const key =
      fetched ??
      (problem.own && (problem.cgo ?? []).length === 0
        ? (lackOf(problem) ?? `${at}`)
        : JSON.stringify([problem.package, codeOf(problem).code, problem.import]));
    const known = causes.get(key);
    if (known === undefined) causes.set(key, { ...problem, more: 0, at });
    else {
      const targets = [...known.targets, ...problem.targets.filter((each) => !known.targets.includes(each))];
      causes.set(key, { ...known, targets, more: known.more + 1 });
    }
  }
  return [...causes.values()];
}

/** What a package of the project lacks, when its problem is that: files that declare it and are out, or else its name. */
function lackOf({ package: path, message, out = [] }: ProblemReport): string | undefined {
  const [, qualified, name, type, member, lacking, method] =
    /^undefined: (?:(\w+)\.)?(\w+)$| undefined \(type (\S+) has no field or method (\w+)|(\S+) does not implement .*\(missing method (\w+)\)/.exec(
      message,
    ) ?? [];
  if (name === undefined && member === undefined && method === undefined) return undefined;
  if (out.length > 0) return JSON.stringify([path, qualified, ...out]);
  return JSON.stringify([path, qualified ?? "", name ?? member ?? method, (type ?? lacking ?? "").replace(/^\*/, "")]);
}

/** The module that Go could not get, when that is the problem. */
function unfetched({ import: imported, message }: ProblemReport): string | undefined {
  if (imported !== true) return undefined;
  const [, module] =
    /(?:^|\s)(\S+@v\S+): (?:reading |Get |verifying |invalid version|unrecognized|unknown)/.exec(message) ?? [];
  return module;
}

function firstLine(message: string): string {
  return message.split("\n")[0]!.trimEnd();
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
  if (unfetched(problem) !== undefined) return "get the module first: go mod download";
  if (problem.targets.length === all) return "it compiles on no target: mend it first";
  if (problem.import && /no Go file/.test(problem.message)) {
    return "import it in files of the targets that have it (//go:build), or leave these targets out of the matrix";
  }
  if ((problem.out ?? []).length > 0) {
    return `${problem.out!.join(", ")} of the package that lacks it have it and are not for ${problem.targets.join(", ")}: give these targets a file of their own, or keep what needs it from them with a build constraint`;
  }
  return "put what needs this system in a file with a build constraint, and give the other targets another one";
}
