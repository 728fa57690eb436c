import type { Finding, Severity } from "../findings.ts";

/** A finding that somebody allowed, with the reason. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** What a SARIF log is made of. */
export interface SarifParts {
  readonly findings: readonly Finding[];
  readonly suppressed?: readonly SuppressedFinding[];
  readonly version: string;
  /** The project's folder below the repository's, `tools/app`; `""` or nothing where they are one. */
  readonly base?: string;
}

const LEVEL: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", notice: "note" };

/**
 * Findings as a SARIF 2.1.0 log, which code hosts and editors read. Files of findings are relative to the project's root; in
 * the log they are relative to the repository's (`%SRCROOT%`), as code hosts want them. Findings without a place are about the run.
 */
export function sarifLog({ findings, suppressed = [], version, base = "" }: SarifParts): unknown {
  const all = [
    ...findings.map((finding) => ({ finding, reason: undefined })),
    ...suppressed.map(({ finding, reason }) => ({ finding, reason })),
  ];
  const codes = [...new Set(all.map(({ finding }) => finding.code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "slipway",
            semanticVersion: version,
            rules: codes.map((code) => ({ id: code, shortDescription: { text: code.replaceAll("-", " ") } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: all.map(({ finding, reason }) => result(finding, codes.indexOf(finding.code), base, reason)),
      },
    ],
  };
}

function result(finding: Finding, ruleIndex: number, base: string, reason: string | undefined): unknown {
  const { where } = finding;
  return {
    ruleId: finding.code,
    ruleIndex,
    level: LEVEL[finding.severity],
    message: { text: sentence(finding) },
    ...(where === undefined ? {} : { locations: [{ physicalLocation: location(where, base) }] }),
    ...(reason === undefined ? {} : { suppressions: [{ kind: "inSource", justification: reason }] }),
    partialFingerprints: {
      "slipway/v1": [finding.code, where?.file ?? "", where?.lineText?.trim() ?? "", finding.actual ?? ""].join("|"),
    },
  };
}

function location(where: NonNullable<Finding["where"]>, base: string): unknown {
  const isElsewhere = /^(?:[A-Za-z]:)?[\\/]|^\.\.(?:\/|$)/u.test(where.file);
  const file = base === "" || isElsewhere ? where.file : `${base}/${where.file}`;
  const uri = file.split("/").map(encodeURIComponent).join("/");
  const { line, column, length } = where;
  return {
    artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
    ...(line === undefined || line < 1
      ? {}
      : {
          region: {
            startLine: line,
            ...(column === undefined ? {} : { startColumn: column }),
            ...(column === undefined || length === undefined ? {} : { endColumn: column + length }),
          },
        }),
  };
}

function sentence(finding: Finding): string {
  const parts = [finding.message];
  if (finding.target !== undefined) parts.push(`Target: ${finding.target}`);
  if (finding.expected !== undefined) parts.push(`Expected: ${finding.expected}`);
  if (finding.actual !== undefined) parts.push(`Actual: ${finding.actual}`);
  if (finding.hint !== undefined) parts.push(`Next: ${finding.hint}`);
  return parts.join(". ");
}
