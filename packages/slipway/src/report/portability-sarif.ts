import type { PortabilityFinding, PortabilityReport } from "../prove/portability/portability-report.ts";
import { targetsText } from "./portability-text.ts";
import { sarifLog } from "./sarif.ts";

/** The findings of a portability report as a SARIF log; allowed ones are in it, with their reasons. `base` is as in `SarifParts`. */
export function portabilitySarif(
  report: PortabilityReport,
  { version, base }: { readonly version: string; readonly base: string },
): unknown {
  const named = (finding: PortabilityFinding): PortabilityFinding => ({
    ...finding,
    target: targetsText(finding.targets, report),
  });
  return sarifLog({
    findings: report.findings.map(named),
    suppressed: report.allowed.map(({ finding, reason }) => ({ finding: named(finding), reason })),
    version,
    base,
  });
}
