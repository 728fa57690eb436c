import type { Inspection } from "../../binary/inspect/inspection.ts";
import type { Finding } from "../../findings.ts";
import { printable } from "../error-text.ts";
import { findingText } from "../finding-text.ts";
import type { Style } from "../style.ts";
import { aboutText, inspectionFacts } from "./inspection-facts.ts";

/** A page for people about one file: what it is, for whom, how it was built, what it needs, and what is odd. */
export function inspectionText(
  inspected: Inspection & { readonly file: string; readonly findings: readonly Finding[] },
  style: Style,
): string {
  const facts = inspectionFacts(inspected);
  const width = Math.max(...facts.map((fact) => fact.term.length), 3) + 2;
  const rows = facts.flatMap(({ term, lines }) =>
    lines.map((line, index) => `  ${style.dim((index === 0 ? term : "").padEnd(width))}${printable(line)}`),
  );
  const findings = inspected.findings.flatMap((finding) => findingText(finding, style).split("\n"));
  const odd = findings.map((line, index) => `  ${style.dim((index === 0 ? "odd" : "").padEnd(width))}${line}`);
  return [style.bold(printable(inspected.file)), `  ${printable(aboutText(inspected))}`, "", ...rows, ...odd].join(
    "\n",
  );
}
