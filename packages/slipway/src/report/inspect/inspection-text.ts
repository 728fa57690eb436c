import type { InspectedPart, Inspection } from "../../binary/inspect/inspection.ts";
import type { Finding } from "../../findings.ts";
import { printable } from "../error-text.ts";
import { findingText } from "../finding-text.ts";
import type { Style } from "../style.ts";
import { aboutText, inspectionFacts, isContainer } from "./inspection-facts.ts";

/** Programs of an archive that get a page of their own below it; those of larger ones are told by a line each. */
const MAX_PAGES = 3;

/** A page for people about one file: what it is, for whom, how it was built, what it needs, and what is odd. */
export function inspectionText(
  inspected: Inspection & { readonly file: string; readonly findings: readonly Finding[] },
  style: Style,
): string {
  const held = isContainer(inspected) ? inspected.parts.filter((part) => part.inspection !== null) : [];
  const pages = held.length > MAX_PAGES ? [] : held.map((part) => heldPage(inspected.file, part, style));
  const findings = inspected.findings.flatMap((finding) => findingText(finding, style).split("\n"));
  const odd = findings.map((line, index) => `  ${style.dim((index === 0 ? "odd" : "").padEnd(10))}${line}`);
  return [page(inspected.file, inspected, style), ...pages, ...(odd.length === 0 ? [] : [odd.join("\n")])].join("\n\n");
}

/** A program of an archive; an archive in it is opened in the same way. */
function heldPage(file: string, { name, inspection }: InspectedPart, style: Style): string {
  return page(name === "" ? `${file}, unpacked` : `${file}: ${name}`, inspection!, style);
}

function page(name: string, inspection: Inspection, style: Style): string {
  const facts = inspectionFacts(inspection);
  const width = Math.max(...facts.map((fact) => fact.term.length), 3) + 2;
  const rows = facts.flatMap(({ term, lines }) =>
    lines.map((line, index) => `  ${style.dim((index === 0 ? term : "").padEnd(width))}${printable(line)}`),
  );
  return [style.bold(printable(name)), `  ${printable(aboutText(inspection))}`, "", ...rows].join("\n");
}
