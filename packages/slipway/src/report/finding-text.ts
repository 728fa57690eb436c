import type { Finding, Severity } from "../findings.ts";
import { printable } from "./error-text.ts";
import { placeLines } from "./place-text.ts";
import type { Style } from "./style.ts";

/** A finding as a person reads it. */
export function findingText(finding: Finding, style: Style): string {
  const about = [finding.target, finding.artifact].filter((part) => part !== undefined).join(" ");
  const head = paint(finding.severity, style)(`${finding.severity}[${finding.code}]`);
  const lines = [`${head}${about ? ` ${about}` : ""}: ${printable(finding.message)}`];
  if (finding.where) lines.push(...placeLines(finding.where, style).map((line) => `  ${line}`));
  if (finding.expected !== undefined) lines.push(`  expected: ${printable(finding.expected)}`);
  if (finding.actual !== undefined) lines.push(`  actual:   ${printable(finding.actual)}`);
  if (finding.hint !== undefined) lines.push(`  ${style.cyan("next:")} ${printable(finding.hint)}`);
  return lines.join("\n");
}

function paint(severity: Severity, style: Style): (text: string) => string {
  if (severity === "error") return style.red;
  return severity === "warning" ? style.yellow : style.cyan;
}
