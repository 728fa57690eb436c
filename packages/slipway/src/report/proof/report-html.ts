import type { Check } from "../../checks.ts";
import { groupFindings, type FindingGroup } from "../finding-group.ts";
import { html, type Html } from "../html/html.ts";
import { badge, dataTable, factList, section, severityBadge, withCode, type Tone } from "../html/page-words.ts";
import { renderPage } from "../html/page.ts";
import { formatBytes, formatMilliseconds } from "../units.ts";
import { checkMatrix, type MatrixCell } from "./check-matrix.ts";
import type { ProofReport } from "./proof-report.ts";
import { REPORT_STYLES } from "./report-styles.ts";
import { sizesFigure } from "./sizes-figure.ts";
import { timelineFigure } from "./timeline-figure.ts";

/** The report as one page that needs nothing else. */
export function reportHtml(report: ProofReport): string {
  const parts: [id: string, label: string, body: Html][] = [
    ["summary", "Summary", summary(report)],
    ["matrix", "Targets and checks", matrix(report)],
    ["findings", "Findings", findings(report)],
  ];
  const differences = report.checks.filter(({ check, status }) => check === "reproduce" && status !== "skipped");
  if (differences.length > 0) parts.push(["differences", "Differences", reproduced(differences)]);
  parts.push(
    ["checks", "Every check", everyCheck(report)],
    ["sizes", "Sizes", sizes(report)],
    ["timeline", "Timeline", timeline(report)],
  );
  return renderPage({
    title: `${report.project} ${report.version}`,
    summary: html`${badge(report.ok ? "proven" : "refused", report.ok ? "good" : "bad")} ${headline(report)}`,
    contents: parts.map(([id, label]) => ({ id, label })),
    styles: REPORT_STYLES,
    body: parts.map(([id, label, body]) => section(id, label, body)),
    footer: `Slipway ${report.slipway}: what was proven before anything was published`,
  });
}

function headline({ gate, checks, findings }: ProofReport): string {
  if (gate.skipped) return "Nothing was proven: the gate was skipped";
  const count = (status: Check["status"]): number => checks.filter((check) => check.status === status).length;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const found = errors === 1 ? "1 error" : `${errors === 0 ? "no" : errors} errors`;
  return `${count("passed")} checks passed, ${count("failed")} failed, ${count("skipped")} skipped; ${found}`;
}

function summary(report: ProofReport): Html {
  const { gate } = report;
  return html`${gate.skipped && html`<p>${badge("gate skipped", "warn")} --skip=prove, or prove.level: off. Nothing on this page says that a program works.</p>`}
${factList([
  ["Command", report.command],
  ["Commit", report.commit],
  ["Tag", report.tagAtHead || report.tag === "" ? report.tag : `after ${report.tag}`],
  ["Go", report.toolchain],
  ["Kind", report.snapshot ? "snapshot" : "release"],
  ["Level", gate.level],
  ["Required everywhere", gate.require.join(", ")],
  ["Targets", report.targets.length],
  ["Time", formatMilliseconds(report.ms)],
])}`;
}

const TONES: Readonly<Record<MatrixCell["status"], Tone>> = {
  passed: "good",
  failed: "bad",
  skipped: "plain",
  partly: "info",
};

function matrix({ checks, targets }: ProofReport): Html {
  const { names, rows } = checkMatrix(checks);
  if (names.length === 0)
    return html`<p>No check was made for ${targets.length} ${targets.length === 1 ? "target" : "targets"}.</p>`;
  return dataTable({
    caption: "What each check came to on each target",
    stacks: true,
    head: ["Target", ...names],
    rows: rows.map(({ target, cells }) => [target, ...cells.map((cell) => (cell === undefined ? "" : cellText(cell)))]),
  });
}

function cellText({ status, checks }: MatrixCell): Html {
  const skipped = checks.find((check) => check.status === "skipped");
  const first = status === "skipped" && html`<br><span class="muted">${skipped!.detail}</span>`;
  return html`<span>${badge(status, TONES[status])}${first}</span>`;
}

function findings({ findings: all }: ProofReport): Html {
  if (all.length === 0) return html`<p>Nothing was found.</p>`;
  return html`<ul class="findings">${groupFindings(all).map(oneFinding)}</ul>`;
}

/** What is found on several targets alike is told once. */
function oneFinding({ first: finding, targets, artifacts, count }: FindingGroup): Html {
  const { where } = finding;
  const place =
    where === undefined
      ? undefined
      : [where.file, where.line, where.column].filter((part) => part !== undefined).join(":");
  return html`<li>
<p>${severityBadge(finding.severity)} <code>${finding.code}</code> ${withCode(finding.message)}${count > 1 && targets.length === 0 && ` (${count} times)`}</p>
${factList([
  [targets.length > 1 ? "Targets" : "Target", targets.join(", ")],
  // Several targets say enough: their artifacts are named after them.
  ["Artifact", targets.length > 1 ? "" : artifacts.join(", ")],
  ["Where", place],
  ["Expected", finding.expected],
  ["Actual", finding.actual?.includes("\n") === true ? html`<pre>${finding.actual}</pre>` : finding.actual],
  ["Fix", finding.hint?.includes("\n") === true ? html`<pre>${finding.hint}</pre>` : withCode(finding.hint ?? "")],
])}</li>
`;
}

function reproduced(checks: readonly Check[]): Html {
  const bad = checks.filter(({ status }) => status === "failed");
  if (bad.length === 0)
    return html`<p>${badge("none", "good")} ${checks.length} things were built twice and are equal.</p>`;
  return html`${bad.map(
    ({ subject, detail, cases = [] }) => html`<h3>${subject}</h3><p>${detail}</p>
<ul>${cases.map(({ name, text }) => html`<li><code>${name}</code>${text !== undefined && html`<pre>${text}</pre>`}</li>`)}</ul>`,
  )}`;
}

function everyCheck({ checks }: ProofReport): Html {
  if (checks.length === 0) return html`<p>None was made.</p>`;
  const table = dataTable({
    caption: "Every check with what was seen",
    stacks: true,
    head: ["What", "Target", "Check", "Result", "Seen", "Time"],
    rows: checks.map((check) => [
      check.subject,
      check.target ?? "",
      check.check,
      badge(check.status, TONES[check.status]),
      html`<div>${check.detail}${check.hint !== undefined && html`<br><span class="muted">${withCode(check.hint)}</span>`}${caseList(check)}</div>`,
      check.ms === undefined ? "" : formatMilliseconds(check.ms),
    ]),
    numbers: [5],
  });
  return html`<details><summary>${checks.length} ${checks.length === 1 ? "check" : "checks"}</summary>${table}</details>`;
}

function caseList({ cases = [] }: Check): Html | false {
  const told = cases.filter(({ status }) => status !== "passed");
  if (told.length === 0) return false;
  return html`<ul>${told.map(
    ({ name, status, text }) =>
      html`<li>${badge(status, status === "failed" ? "bad" : "warn")} <code>${name}</code>${text !== undefined && html`<pre>${text}</pre>`}</li>`,
  )}</ul>`;
}

function sizes({ files }: ProofReport): Html {
  if (files.length === 0) return html`<p>No file was made.</p>`;
  // One tile that is all of the map says nothing.
  return html`${files.length > 1 && sizesFigure(files)}
${dataTable({
  caption: "Released files",
  stacks: true,
  head: ["File", "Target", "Size", "SHA-256"],
  rows: files.map(({ name, target = "", size, digest }) => [
    name,
    target,
    formatBytes(size),
    html`<code>${digest.slice(0, 16)}…</code>`,
  ]),
  numbers: [2],
})}`;
}

function timeline({ tasks }: ProofReport): Html {
  const ran = tasks.filter(({ level, status }) => status === "failed" || level === "made" || level === "L2");
  const kept = tasks.length - ran.length;
  return html`<p>${ran.length} ${ran.length === 1 ? "task" : "tasks"} ran; ${kept} ${kept === 1 ? "was" : "were"} kept from before or not reached.</p>
${ran.length > 0 && timelineFigure(ran)}`;
}
