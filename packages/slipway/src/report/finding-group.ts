import type { Finding } from "../findings.ts";

/** Findings that say the same of several targets and artifacts. */
export interface FindingGroup {
  readonly first: Finding;
  /** Without repetition, in the order of code units. */
  readonly targets: readonly string[];
  readonly artifacts: readonly string[];
  readonly count: number;
}

/** What a finding says, whatever it says it of. */
export function findingKey(finding: Finding): string {
  const { target: _, artifact: __, ...same } = finding;
  return JSON.stringify(same);
}

/** Puts together what says the same, in the order of the first of each. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  return [...Map.groupBy(findings, findingKey).values()].map((group) => ({
    first: group[0]!,
    targets: [...new Set(group.flatMap(({ target }) => target ?? []))].sort(),
    artifacts: [...new Set(group.flatMap(({ artifact }) => artifact ?? []))].sort(),
    count: group.length,
  }));
}
