import { join, resolve } from "../../platform/path.ts";
import { fileSize, readTextNow } from "../../platform/file/walk.ts";
import type { HelperHost } from "./helper/build-helper.ts";
import type { HelperAnswer, HelperFinding } from "./helper/helper-shapes.ts";
import { runHelper } from "./helper/run-helper.ts";
import { assemblyFindings } from "./assembly-findings.ts";
import { fileFindings } from "./files/file-findings.ts";
import { siftIgnored, type IgnoreRule } from "./ignore-rules.ts";
import { siftAllowed } from "./allow-comments.ts";
import { compareApi } from "./api-differences.ts";
import { compileFindings, mergeProblems } from "./compile-findings.ts";
import type { PackageReport, PortabilityFinding, PortabilityReport, TargetReport } from "./portability-report.ts";
import { targetFolder, type PortabilityTarget } from "./portability-targets.ts";

/** What is looked at. */
export interface PortabilityQuestion {
  readonly root: string;
  readonly module: string;
  readonly targets: readonly PortabilityTarget[];
  /** Absolute folders of the modules whose source is the project's. */
  readonly own: readonly string[];
  /** Folders with Go files, relative to the root. */
  readonly folders: readonly string[];
  /** Every file of the project, relative to the root with `/`: their names are judged. */
  readonly files: readonly string[];
  /** Findings that the project file says are right, with the reason. */
  readonly ignore: readonly IgnoreRule[];
  /** Programs of the project that are not judged, since nothing says that they are shipped. */
  readonly passedPrograms?: readonly string[];
  /** Places are told too that no straight call leads to. */
  readonly all?: boolean;
  /** Targets looked at side by side. */
  readonly parallel: number;
}

/** Looks at a project's source as every one of its targets sees it. Builds nothing but our helper, once. */
export async function examinePortability(question: PortabilityQuestion, host: HelperHost): Promise<PortabilityReport> {
  const { root, targets } = question;
  const answer = await runHelper(
    {
      root,
      own: question.own,
      patterns: ["./..."],
      folders: question.folders.map((folder) => resolve(root, folder)),
      targets: targets.map((target) => ({
        name: target.name,
        dir: targetFolder(target, root),
        env: Object.entries(target.env).map(([name, value]) => `${name}=${value}`),
        flags: target.flags,
        programs: target.programs.flatMap((program) => [program, resolve(root, program)]),
      })),
      parallel: question.parallel,
      all: question.all ?? false,
    },
    host,
  );
  return makeReport(question, answer);
}

function makeReport(question: PortabilityQuestion, answer: HelperAnswer): PortabilityReport {
  const names = answer.targets.map((target) => target.name);
  const problems = mergeProblems(answer.targets);
  const sources = { text: (file: string) => boundedText(join(question.root, file)) };
  const assembly = assemblyFindings(answer.targets, question.targets, sources);
  const found = [
    ...compileFindings(answer.targets, problems),
    ...answer.findings.map(asFinding),
    ...assembly.findings,
    ...fileFindings(question.files, answer.targets, question.targets, sources),
  ].sort(byPlace);
  const sifted = siftAllowed(found, [...answer.allows, ...assembly.allows], names);
  const { findings, allowed } = siftIgnored(sifted, question.ignore);
  const { shares, differences } = compareApi(answer.targets);
  const packages = packagesOf(answer);
  return {
    schema: 1,
    module: question.module,
    go: answer.go,
    targets: answer.targets.map((facts, index): TargetReport => {
      const has = facts.packages.filter((each) => each.files.length > 0);
      return {
        target: facts.name,
        cgo: question.targets[index]?.cgo ?? false,
        ...(facts.failure === undefined ? {} : { failure: facts.failure }),
        compiles: facts.failure === undefined && facts.problems.length === 0,
        packages: { in: has.length, of: packages.length },
        files: {
          in: sum(has.map((each) => each.files.length)),
          out: sum(facts.packages.map((each) => each.out?.length ?? 0)),
        },
        api: shares.get(facts.name) ?? { have: 0, of: 0, percent: 0 },
      };
    }),
    packages,
    problems,
    api: differences,
    findings,
    allowed,
    passed: { programs: question.passedPrograms ?? [], places: answer.indirect },
  };
}

/** Files larger than any source are not read. */
function boundedText(path: string): string | undefined {
  return (fileSize(path) ?? 0) > 4 << 20 ? undefined : readTextNow(path);
}

/** Errors first, then by place. */
function byPlace(a: PortabilityFinding, b: PortabilityFinding): number {
  const severity = Number(b.severity === "error") - Number(a.severity === "error");
  const [fileA, fileB] = [a.where?.file ?? "", b.where?.file ?? ""];
  if (severity !== 0 || fileA !== fileB) return severity || (fileA < fileB ? -1 : 1);
  return (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0);
}

function asFinding(found: HelperFinding): PortabilityFinding {
  return {
    code: found.code,
    severity: found.severity,
    message: found.message,
    where: {
      file: found.file,
      line: found.line,
      column: found.column,
      ...(found.length > 0 ? { length: found.length } : {}),
      lineText: found.text,
    },
    ...(found.expected === undefined ? {} : { expected: found.expected }),
    ...(found.actual === undefined ? {} : { actual: found.actual }),
    hint: found.hint,
    ...(found.targets.length === 1 ? { target: found.targets[0]! } : {}),
    targets: found.targets,
  };
}

function packagesOf(answer: HelperAnswer): PackageReport[] {
  const byFolder = new Map<
    string,
    { path: string; readonly dir: string; readonly targets: PackageReport["targets"] }
  >();
  for (const target of answer.targets) {
    for (const each of target.packages) {
      const known = byFolder.get(each.dir) ?? { path: "", dir: each.dir, targets: {} };
      byFolder.set(each.dir, {
        path: known.path || each.path,
        dir: each.dir,
        targets: { ...known.targets, [target.name]: each },
      });
    }
  }
  return [...byFolder.values()].sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0);
}
