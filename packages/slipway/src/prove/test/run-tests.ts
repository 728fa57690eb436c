import type { CheckCase } from "../../checks.ts";
import type { RunContext } from "../../plan/kind.ts";
import { join } from "../../platform/path.ts";
import { readTextIfExists, removeTree } from "../../platform/file/files.ts";
import { judgeEnd } from "../run/judge-end.ts";
import { runProgram } from "../run/program-run.ts";
import type { Runner } from "../run/runner.ts";
import { passed } from "./judge-tests.ts";
import { TestOutputReader } from "./read-test-output.ts";
import type { TestParams } from "./test-params.ts";

/** A package whose tests were built; what `tests.json` in the archive lists. */
export interface BuiltTest {
  readonly package: string;
  readonly folder: string;
  readonly program: string;
}

/** What the tests of a package came to. */
export interface PackageResult {
  readonly status: "passed" | "failed" | "skipped";
  readonly detail: string;
  readonly hint?: string;
  readonly cases: readonly CheckCase[];
  readonly coverage?: string;
  readonly ms: number;
}

/** Where and how a package's tests run. */
export interface TestPlace {
  readonly area: string;
  readonly runner: Runner;
  readonly params: TestParams;
  readonly context: RunContext;
}

/** The profile's name in the package's folder while its tests run. */
const PROFILE = "slipway.coverage.out";

/** Runs the tests of a package, again as often as it may be tried when they fail. What then passes is flaky. */
export async function runTests(test: BuiltTest, place: TestPlace): Promise<PackageResult> {
  let failed: PackageResult | undefined;
  for (let attempt = 0; ; attempt++) {
    const result = await attemptTests(test, place);
    if (result.status !== "failed") return failed === undefined ? result : asFlaky(result, failed, attempt);
    failed = result;
    if (attempt >= place.params.retries) return result;
  }
}

async function attemptTests(test: BuiltTest, { area, runner, params, context }: TestPlace): Promise<PackageResult> {
  const cwd = join(area, "install", test.folder);
  const profile = join(cwd, PROFILE);
  await removeTree(profile);
  const seconds = Math.ceil((params.timeout * runner.slowness) / 1000);
  const { framed } = params;
  // Read as it comes: what is kept of a long output is its beginning.
  const output = new TestOutputReader({ framed });
  const result = await runProgram(
    {
      program: join(area, "install", test.program),
      args: [
        // Go's own limit comes first: it prints where every goroutine is.
        `-test.timeout=${seconds}s`,
        ...(params.cover ? [`-test.coverprofile=${PROFILE}`] : []),
        ...params.flags,
        framed ? "-test.v=test2json" : "-test.v",
      ],
      stdin: "",
      files: {},
      env: params.env,
      timeout: params.timeout + 5000,
      memory: params.memory,
      network: params.network,
      cwd,
      onOutput: (stream, text) => {
        if (stream === "stdout") output.push(text);
      },
    },
    { runner, area, context },
  );
  const read = output.end();
  const cases = withoutWinesFaults(read, runner);
  const coverage = params.cover ? await readTextIfExists(profile) : undefined;
  await removeTree(profile);
  const ms = Math.round(result.ms);
  const end = judgeEnd(result);
  const common = { cases, ms, ...(coverage === undefined ? {} : { coverage }) };
  if (end.type === "unable") return { ...common, status: "skipped", detail: end.reason, hint: end.hint };
  if (passed(end, { cases, excused: cases !== read, framed }))
    return { ...common, status: "passed", detail: counted(cases) };
  const how =
    end.type === "exit"
      ? `exit ${end.code}`
      : end.type === "running"
        ? `no end within ${seconds} s`
        : end.type === "memory"
          ? "too much memory"
          : end.how;
  return {
    ...common,
    // A program that falls before or outside of any test has one case of its own.
    cases: cases.some(({ status }) => status === "failed") ? cases : [...cases, lost(output.tail(), result.stderr)],
    status: "failed",
    detail: `${counted(cases)}; ${how}${tail(result.stderr)}`,
  };
}

/**
 * Wine 8 cannot delete the way that Go's os.RemoveAll does from 1.25 on (NtSetInformationFile with the POSIX flag), and says "Invalid
 * function". A test that fails by nothing else was not run, as far as it tells anything. Returns the same list when there is none.
 */
function withoutWinesFaults(cases: readonly CheckCase[], runner: Runner): readonly CheckCase[] {
  if (runner.kind !== "wine") return cases;
  const isWines = ({ status, text = "" }: CheckCase): boolean =>
    status === "failed" &&
    /: Invalid function\.$/mu.test(text) &&
    !/^(?!.*: Invalid function\.$).*_test\.go:\d+: /mu.test(text);
  const faults = new Set(cases.filter(isWines).map(({ name }) => name));
  if (faults.size === 0) return cases;
  const isAbove = (each: CheckCase): boolean => {
    const parts = cases.filter(({ name, status }) => status === "failed" && name.startsWith(`${each.name}/`));
    return parts.length > 0 && (each.text ?? "") === "" && parts.every(({ name }) => faults.has(name));
  };
  return cases.map((each) => {
    const isFault = faults.has(each.name) || (each.status === "failed" && isAbove(each));
    return isFault
      ? { ...each, status: "skipped", text: `this wine lacks a function that it needs\n${each.text ?? ""}`.trim() }
      : each;
  });
}

function asFlaky(passed: PackageResult, failed: PackageResult, attempts: number): PackageResult {
  const flaky = new Map(failed.cases.filter(({ status }) => status === "failed").map((each) => [each.name, each]));
  return {
    ...passed,
    detail: `${passed.detail}; flaky: passed at attempt ${attempts + 1}`,
    cases: passed.cases.map((each) => {
      const before = flaky.get(each.name);
      if (before === undefined || each.status !== "passed") return each;
      return { ...each, status: "flaky", ...(before.text === undefined ? {} : { text: before.text }) };
    }),
  };
}

function counted(cases: readonly CheckCase[]): string {
  const count = (status: CheckCase["status"]): number => cases.filter((each) => each.status === status).length;
  const parts = [
    `${count("passed")} passed`,
    ...(count("failed") > 0 ? [`${count("failed")} failed`] : []),
    ...(count("skipped") > 0 ? [`${count("skipped")} skipped`] : []),
  ];
  return parts.join(", ");
}

function lost(stdout: string, stderr: string): CheckCase {
  return { name: "(the test program)", status: "failed", text: `${stdout}\n${stderr}`.trim().slice(-4000) };
}

function tail(text: string): string {
  const line = text.trim().split(/\r?\n/u).at(-1) ?? "";
  return line === "" ? "" : ` (${line.slice(0, 200)})`;
}
