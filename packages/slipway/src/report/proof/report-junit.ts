import type { Check, CheckCase } from "../../checks.ts";
import type { ProofReport } from "./proof-report.ts";

/** The checks as JUnit's XML, as CI systems read it: a suite for each check and target, a case for each thing looked at. */
export function reportJunit(report: ProofReport): string {
  const suites = Map.groupBy(report.checks, ({ check, target }) => `${check} ${target ?? report.project}`);
  const parts = [...suites].map(([name, checks]) => suite(name, checks));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${attribute(`${report.project} ${report.version}`)}>\n${parts.join("")}</testsuites>\n`;
}

function suite(name: string, checks: readonly Check[]): string {
  const cases = checks.flatMap((check): [Check, CheckCase][] =>
    check.cases === undefined || check.cases.length === 0
      ? [[check, asCase(check)]]
      : check.cases.map((each) => [check, each]),
  );
  const count = (status: CheckCase["status"]): number => cases.filter(([, each]) => each.status === status).length;
  const seconds = cases.reduce((sum, [, { ms = 0 }]) => sum + ms, 0) / 1000;
  const head = `  <testsuite name=${attribute(name)} tests="${cases.length}" failures="${count("failed")}" skipped="${count("skipped")}" time="${seconds.toFixed(3)}">\n`;
  return `${head}${cases.map(([check, each]) => testcase(check, each)).join("")}  </testsuite>\n`;
}

function asCase({ subject, status, detail, ms }: Check): CheckCase {
  return { name: subject, status, text: detail, ...(ms === undefined ? {} : { ms }) };
}

function testcase({ subject }: Check, { name, status, text = "", ms = 0 }: CheckCase): string {
  const head = `    <testcase classname=${attribute(subject)} name=${attribute(name)} time="${(ms / 1000).toFixed(3)}"`;
  if (status === "passed") return `${head}/>\n`;
  const line = attribute(text.split("\n")[0] ?? "");
  const body =
    status === "failed"
      ? `<failure message=${line}>${escapeXml(text)}</failure>`
      : status === "skipped"
        ? `<skipped message=${line}/>`
        : `<flakyFailure message=${line}>${escapeXml(text)}</flakyFailure>`;
  return `${head}>${body}</testcase>\n`;
}

function attribute(text: string): string {
  return `"${escapeXml(text).replaceAll("\n", "&#10;")}"`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 has no place for most control characters, not even escaped. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}")
    .replaceAll(/[&<>"]/gu, (mark) => ENTITIES[mark]!);
}
