import type { ApiDifference, PortabilityFinding, PortabilityReport } from "../prove/portability/portability-report.ts";
import { findingText } from "./finding-text.ts";
import type { Style } from "./style.ts";
import { formatTable } from "./table.ts";

/** Lines of the API list that a terminal gets; the whole list is in JSON and HTML. */
const SHOWN = 40;

/** A portability report as a person reads it. */
export function portabilityText(report: PortabilityReport, style: Style): string {
  const { targets, packages, findings, allowed, api } = report;
  const lines = [
    style.bold(
      `portability of ${report.module}: ${count(targets.length, "target")}, ${count(packages.length, "package")}`,
    ),
    "",
    ...formatTable(
      [
        ["target", "compiles", "packages", "files", "API", "findings"],
        ...targets.map((target) => [
          target.target,
          target.failure !== undefined ? "unknown" : target.compiles ? "yes" : "no",
          `${target.packages.in} of ${target.packages.of}`,
          `${target.files.in} in, ${target.files.out} out`,
          target.api.of === 0 ? "none" : `${target.api.percent.toFixed(1)} %`,
          String(findings.filter((finding) => finding.targets.includes(target.target)).length),
        ]),
      ],
      { right: [4, 5] },
    ),
  ];
  for (const finding of findings) lines.push("", portabilityFindingText(finding, report, style));
  if (api.length > 0) lines.push("", style.bold("Exported on some targets only:"), ...apiLines(api, report));
  lines.push("", summaryLine(findings, allowed.length), ...passedLines(report));
  return `${lines.join("\n")}\n`;
}

/** A finding with the targets it holds on. */
export function portabilityFindingText(finding: PortabilityFinding, report: PortabilityReport, style: Style): string {
  const { targets, target: _, ...rest } = finding;
  return findingText({ ...rest, target: targetsText(targets, report) }, style);
}

/** Targets in few words: systems of which every target has it stand for themselves. */
export function targetsText(targets: readonly string[], report: PortabilityReport): string {
  const all = report.targets.map((each) => each.target);
  if (targets.length === all.length) return "all targets";
  const systemOf = (target: string): string => target.split("/")[0] ?? target;
  const words = targets.map((target) => {
    const siblings = all.filter((each) => systemOf(each) === systemOf(target));
    return siblings.length > 1 && siblings.every((each) => targets.includes(each)) ? systemOf(target) : target;
  });
  return [...new Set(words)].join(", ");
}

function apiLines(api: readonly ApiDifference[], report: PortabilityReport): string[] {
  const lines: string[] = [];
  let group = "";
  for (const each of api.slice(0, SHOWN)) {
    const title = `${each.package} (${targetsText(each.targets, report)})`;
    if (title !== group) lines.push(`  ${title}`);
    group = title;
    lines.push(`    ${each.item}`);
  }
  if (api.length > SHOWN) lines.push(`  and ${api.length - SHOWN} more: slipway portability --json has all of them`);
  return lines;
}

function summaryLine(findings: readonly PortabilityFinding[], allowed: number): string {
  const of = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = [count(of("error"), "error"), count(of("warning"), "warning"), count(of("notice"), "notice")];
  return `${parts.join(", ")}${allowed > 0 ? `, ${allowed} allowed by comments` : ""}`;
}

function passedLines({ passed: { programs, places } }: PortabilityReport): string[] {
  const lines: string[] = [];
  if (programs.length > 0) {
    const shown = programs.slice(0, 5).join(", ") + (programs.length > 5 ? ` and ${programs.length - 5} more` : "");
    lines.push(`Nothing says that these are shipped, so they are not judged: ${shown}. --all judges them too`);
  }
  if (places > 0) lines.push(`${count(places, "place")} that no straight call leads to: --all tells them`);
  return lines;
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
