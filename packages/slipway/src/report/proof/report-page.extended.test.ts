import test from "node:test";
import { checkPages } from "../testing/check-pages.ts";
import type { ProofReport } from "./proof-report.ts";
import { reportHtml } from "./report-html.ts";

const DIGEST = "0123456789abcdef".repeat(4);
const TARGETS = ["darwin/arm64/v8.0", "linux/amd64/v1", "windows/amd64/v1"];

/** A report with everything in it that a page can show. */
const REPORT: ProofReport = {
  schema: 1,
  slipway: "0.1.0",
  command: "release",
  project: "prog",
  version: "1.2.3",
  tag: "v1.2.3",
  tagAtHead: true,
  commit: "c".repeat(40),
  toolchain: "go1.26.8",
  snapshot: false,
  ok: false,
  ms: 12_345,
  gate: { level: "strict", require: ["smoke"], skipped: false },
  targets: TARGETS,
  checks: TARGETS.flatMap((target) => [
    { check: "policy", status: "passed", target, subject: "prog", detail: "every rule holds" },
    target.startsWith("darwin")
      ? { check: "smoke", status: "skipped", target, subject: "prog", detail: "nothing here runs it", hint: "a CI job" }
      : { check: "smoke", status: "passed", target, subject: "prog (wine)", detail: "--version: exit 0", ms: 12 },
    {
      check: "test",
      status: target.startsWith("windows") ? "failed" : "passed",
      target,
      subject: "example.test/prog/lib",
      detail: "1 passed, 1 failed",
      cases: [
        { name: "TestOne", status: "passed" },
        { name: "TestTwo", status: "failed", text: "lib_test.go:12: want <1>\nhave 2" },
        { name: "TestThree", status: "flaky", text: "once" },
      ],
    },
    {
      check: "reproduce",
      status: target.startsWith("linux") ? "failed" : "passed",
      target,
      subject: "prog.tar.gz",
      detail: "other bytes",
      cases: [{ name: "main.date", status: "failed", text: "2024 -> 2025" }],
    },
  ]),
  findings: (["error", "warning", "notice"] as const).map((severity) => ({
    code: "test-failed",
    severity,
    message: "Tests fail & are <told>",
    where: { file: "lib/lib_test.go", line: 12, column: 3 },
    expected: "that they pass",
    actual: "two\nlines of a rather long text that has to be wrapped somewhere on a narrow screen",
    hint: "mend it",
    target: TARGETS[0]!,
    artifact: `prog_1.2.3-with-a-very-long-name-${"x".repeat(60)}.tar.gz`,
  })),
  files: TARGETS.map((target, index) => ({
    name: `prog_${target.replaceAll("/", "_")}.tar.gz`,
    path: `prog_${index}.tar.gz`,
    type: "Archive",
    target,
    size: 1_000_000 * (index + 1),
    digest: DIGEST,
  })),
  tasks: TARGETS.map((target, index) => ({
    id: `smoke:${index}`,
    kind: index === 0 ? "go-build" : "smoke",
    title: `try ${target}`,
    target,
    status: "done",
    level: "made",
    at: index * 100,
    ms: 400,
  })),
};

/** Sixty programs with long names, and words from all over: no spaces for 300 letters, Hebrew and Arabic, marks that turn text around. */
function manyThings(): ProofReport {
  const targets = Array.from({ length: 60 }, (_, at) => `linux/amd64-of-a-long-name-${at}/v1`);
  const name = (at: number): string => `${"a-program-with-a-name-".repeat(at % 5 === 0 ? 8 : 1)}${at}.tar.gz`;
  const strange = ["x".repeat(300), "\u05e9\u05dc\u05d5\u05dd (\u0645\u0644\u0641) v1.0", "abc\u202etxt.exe\u2066"];
  return {
    ...REPORT,
    project: "project-".repeat(30),
    targets,
    checks: targets.flatMap((target, at) =>
      ["policy", "reproduce"].map((check) => ({
        check,
        status: at % 7 === 0 ? ("failed" as const) : ("passed" as const),
        target,
        subject: `${name(at)} (qemu-aarch64)`,
        detail: strange[at % 3]!,
        cases: [{ name: strange[at % 3]!, status: "failed" as const, text: `${strange[at % 3]}\n${strange[0]}` }],
      })),
    ),
    findings: strange.flatMap((text) =>
      (["error", "warning", "notice"] as const).map((severity) => ({
        code: "policy-machine-path",
        severity,
        message: `In ${text}`,
        where: { file: `${"deep/".repeat(60)}${text}.go`, line: 1 },
        expected: text,
        actual: `${text}\n${text}`,
        hint: `run \`${text}\``,
        artifact: name(0),
      })),
    ),
    files: targets.map((target, at) => ({
      name: name(at),
      path: name(at),
      type: "Archive",
      target,
      size: at % 6 === 0 ? 0 : 1_000 * (at + 1) ** 2,
      digest: DIGEST,
    })),
    tasks: targets.map((target, at) => ({
      id: `smoke:${at}`,
      kind: `kind-${at % 12}`,
      title: `try ${strange[at % 3]} ${target}`,
      target,
      status: "done",
      level: "made",
      at: at * 10,
      ms: at === 0 ? 0 : 900,
    })),
  };
}

test("the report works from a file without a network, fits 360 and 1600 pixels in both themes, and is accessible", async (t) => {
  const skipped: ProofReport = {
    ...REPORT,
    gate: { level: "off", require: [], skipped: true },
    checks: [],
    files: [],
    tasks: [],
    findings: [],
  };
  const one: ProofReport = {
    ...REPORT,
    targets: REPORT.targets.slice(0, 1),
    checks: REPORT.checks.slice(0, 1),
    findings: [],
    files: REPORT.files.slice(0, 1),
    tasks: REPORT.tasks.slice(0, 1),
  };
  const pages = { full: REPORT, skipped, one, many: manyThings() };
  await checkPages(t, Object.fromEntries(Object.entries(pages).map(([name, report]) => [name, reportHtml(report)])));
});
