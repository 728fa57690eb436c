import type { SlipwayError } from "../../errors.ts";
import type { Finding } from "../../findings.ts";

/** An error as lines of plain text with its source line and a caret, for tests that compare the whole text. */
export function errorLines(error: SlipwayError): string {
  const { where, expected, actual, hint } = error.details;
  return lines(error.code, error.message, { where, expected, actual, hint });
}

/** A finding in the same way. */
export function findingLines(finding: Finding): string {
  const { where, expected, actual, hint } = finding;
  return lines(finding.code, finding.message, { where, expected, actual, hint });
}

type Parts = { [K in "where" | "expected" | "actual" | "hint"]: Finding[K] | undefined };

function lines(code: string, message: string, { where, expected, actual, hint }: Parts): string {
  const place = where && [where.file, where.line, where.column].filter((part) => part !== undefined).join(":");
  const caret =
    where?.lineText === undefined
      ? []
      : [`  ${where.lineText}`, `  ${" ".repeat((where.column ?? 1) - 1)}${"^".repeat(where.length ?? 1)}`];
  return [
    `${place === undefined ? "" : `${place}: `}${code}: ${message}`,
    ...caret,
    ...(expected === undefined ? [] : [`  expected: ${expected}`]),
    ...(actual === undefined ? [] : [`  actual: ${actual}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ].join("\n");
}
