import type { Finding, Severity } from "../findings.ts";
import { labelled, printable } from "./error-text.ts";
import { placeLines } from "./place-text.ts";
import type { Style } from "./style.ts";

/** A finding as a person reads it. */
export function findingText(finding: Finding, style: Style): string {
  const about = [finding.target, finding.artifact].filter((part) => part !== undefined).join(" ");
  const head = paint(finding.severity, style)(`${finding.severity}[${finding.code}]`);
  const lines = [`${head}${about ? ` ${about}` : ""}: ${printable(finding.message)}`];
  if (finding.where) lines.push(...placeLines(finding.where, style).map((line) => `  ${line}`));
  if (finding.expected !== undefined) lines.push(labelled("expected: ", finding.expected));
  if (finding.actual !== undefined) lines.push(labelled("actual:   ", finding.actual));
  if (finding.hint !== undefined) lines.push(labelled("next: ", finding.hint, style.cyan));
  return lines.join("\n");
}

function paint(severity: Severity, style: Style): (text: string) => string {
  if (severity === "error") return style.red;
  return severity === "warning" ? style.yellow : style.cyan;
}
