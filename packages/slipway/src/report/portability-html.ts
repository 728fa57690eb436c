import { targetsText } from "./portability-text.ts";
import { html, type Html, type HtmlValue } from "./html/html.ts";
import { badge, dataTable, section, severityBadge, type Tone } from "./html/page-words.ts";
import { renderPage } from "./html/page.ts";
import type {
  ApiDifference,
  PackageReport,
  PortabilityFinding,
  PortabilityReport,
} from "../prove/portability/portability-report.ts";

/** The matrix page of a portability report: one file that loads nothing. */
export function portabilityHtml(report: PortabilityReport): string {
  const { targets, packages, findings, api } = report;
  const parts: readonly (readonly [id: string, label: string, body: HtmlValue])[] = [
    ["targets", "Targets", targetTable(report)],
    ["packages", "Packages", packageMatrix(report)],
    ["api", "Exported API", apiSection(report)],
    ["findings", "Findings", findingsSection(report)],
    ["allowed", "Allowed findings", allowedSection(report)],
  ];
  const shown = parts.filter(([, , body]) => body !== undefined);
  return renderPage({
    title: `Portability of ${report.module}`,
    summary: `${targets.length} targets, ${packages.length} packages, ${findings.length} findings, ${api.length} exported names that only some targets have`,
    contents: shown.map(([id, label]) => ({ id, label })),
    body: shown.map(([id, label, body]) => section(id, label, body)),
    styles: STYLES,
    footer: `Made by Slipway with ${report.go}`,
  });
}

const STYLES = `
.where { font-family: var(--mono); font-size: .9em; }
.finding { border-left: 3px solid var(--line); padding: 0 0 0 .75rem; margin: 1rem 0; }
.finding p { margin: .25rem 0; }
.api li { font-family: var(--mono); font-size: .85em; }
`;

function targetTable({ targets, findings }: PortabilityReport): Html {
  return dataTable({
    caption: "What each target has and whether it type-checks",
    head: ["Target", "Compiles", "Packages", "Files in", "Files out", "API", "Errors", "Warnings", "Notices"],
    numbers: [3, 4, 5, 6, 7, 8],
    rows: targets.map((target) => {
      const count = (severity: string): number =>
        findings.filter((finding) => finding.severity === severity && finding.targets.includes(target.target)).length;
      return [
        target.target,
        target.failure !== undefined
          ? badge("unknown", "warn")
          : target.compiles
            ? badge("yes", "good")
            : badge("no", "bad"),
        `${target.packages.in} of ${target.packages.of}`,
        target.files.in,
        target.files.out,
        target.api.of === 0 ? "none" : `${target.api.percent.toFixed(1)} %`,
        count("error"),
        count("warning"),
        count("notice"),
      ];
    }),
  });
}

function packageMatrix({ targets, packages, problems }: PortabilityReport): Html {
  const cell = (each: PackageReport, target: string): HtmlValue => {
    const facts = each.targets[target];
    if (facts === undefined || facts.files.length === 0) {
      const reason = facts?.out?.map(({ file, reason: why }) => `${file}: ${why}`).join("; ") ?? "no file is for it";
      return html`<span title="${reason}">${badge("out")}</span>`;
    }
    const broken = problems.some(({ package: path, targets: on }) => path === each.path && on.includes(target));
    const tone: Tone = broken ? "bad" : "good";
    const out = facts.out ?? [];
    const title = out.map(({ file, reason }) => `out: ${file}: ${reason}`).join("; ");
    const word = broken ? "fails" : out.length > 0 ? `${facts.files.length} in, ${out.length} out` : "in";
    return html`<span title="${title}">${badge(word, tone)}</span>`;
  };
  const outs = packages.flatMap((each) => {
    const lines = new Map<string, string[]>();
    for (const { target } of targets) {
      for (const { file, reason } of each.targets[target]?.out ?? []) {
        const key = `${each.dir === "." ? "" : `${each.dir}/`}${file}: ${reason}`;
        lines.set(key, [...(lines.get(key) ?? []), target]);
      }
    }
    return [...lines].map(([line, on]) => html`<li>${line} <span class="muted">(${on.join(", ")})</span></li>`);
  });
  return html`${dataTable({
    caption: "Packages against targets",
    head: ["Package", ...targets.map(({ target }) => target)],
    rows: packages.map((each) => [
      each.dir === "." ? each.path || "." : each.dir,
      ...targets.map(({ target }) => cell(each, target)),
    ]),
  })}
${outs.length > 0 && html`<details><summary>Files that are out, and why</summary><ul>${outs}</ul></details>`}`;
}

function apiSection(report: PortabilityReport): HtmlValue {
  if (report.api.length === 0) return undefined;
  const groups = new Map<string, ApiDifference[]>();
  for (const each of report.api) {
    const key = `${each.package} on ${targetsText(each.targets, report)} only`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(
    ([title, items]) =>
      html`<details><summary>${title}: ${items.length}</summary><ul class="api">${items.map(({ item }) => html`<li>${item}</li>`)}</ul></details>`,
  );
}

function findingsSection(report: PortabilityReport): HtmlValue {
  if (report.findings.length === 0) return html`<p>Nothing was found.</p>`;
  return report.findings.map((finding) => findingBlock(finding, report));
}

function findingBlock(finding: PortabilityFinding, report: PortabilityReport): Html {
  const { where } = finding;
  const place = where === undefined ? undefined : `${where.file}${where.line === undefined ? "" : `:${where.line}`}`;
  return html`<div class="finding">
<p>${severityBadge(finding.severity)} <strong>${finding.message}</strong></p>
<p><span class="where">${place}</span> <span class="muted">${finding.code}, ${targetsText(finding.targets, report)}</span></p>
${where?.lineText !== undefined && html`<pre tabindex="0">${where.lineText.trim()}</pre>`}
${finding.hint !== undefined && html`<p>${finding.hint}</p>`}
</div>
`;
}

function allowedSection({ allowed }: PortabilityReport): HtmlValue {
  if (allowed.length === 0) return undefined;
  return dataTable({
    caption: "Findings that a comment or the project file allows",
    head: ["Place", "Code", "Reason"],
    rows: allowed.map(({ finding, reason }) => [
      `${finding.where?.file ?? ""}:${finding.where?.line ?? ""}`,
      finding.code,
      reason,
    ]),
  });
}
