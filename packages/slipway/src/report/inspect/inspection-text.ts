import type { Inspection } from "../../binary/inspect/inspection.ts";
import { printable } from "../error-text.ts";
import type { Style } from "../style.ts";
import { formatBytes } from "../units.ts";

/** A page for people about one file: what it is, for whom, how it was built, what it needs. */
export function inspectionText(inspected: Inspection & { readonly file: string }, style: Style): string {
  const { go } = inspected;
  const rows: (readonly [string, string | null | undefined])[] = [
    ["for", [inspected.target ?? "unknown", inspected.variant].filter(Boolean).join(", ")],
    [
      "format",
      [inspected.format, inspected.bits && `${inspected.bits} bit`, inspected.kind].filter(Boolean).join(", "),
    ],
    ["size", formatBytes(inspected.size)],
    ["go", go && [go.version, go.path].filter(Boolean).join(" ")],
    ["main module", go?.main && `${go.main.path} ${go.main.version}`],
    ["modules", go && `${go.deps.length}`],
    ["needs", inspected.libraries.map((library) => library.name).join(", ") || "no libraries"],
    ["signature", inspected.signature?.kind],
  ];
  const told = rows.filter((row): row is readonly [string, string] => Boolean(row[1]));
  const lines = told.map(([term, value]) => `  ${style.dim(term.padEnd(12))} ${printable(value)}`);
  const problems = inspected.problems.map((problem) => `  ${style.yellow("problem")} ${printable(problem.message)}`);
  return [style.bold(printable(inspected.file)), ...lines, ...problems].join("\n");
}
