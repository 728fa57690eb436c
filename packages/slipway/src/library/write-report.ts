import packageJson from "../../package.json" with { type: "json" };
import { writeFileAtomic } from "../platform/file/files.ts";
import { sha256 } from "../platform/hash.ts";
import { join, relative, resolve, toSlash } from "../platform/path.ts";
import { fileSize, readHead } from "../platform/file/walk.ts";
import type { ReportCollector } from "../report/proof/collect-report.ts";
import type { ProofReport, ReportedGate } from "../report/proof/proof-report.ts";
import { outputFailure } from "./output-failure.ts";
import type { Plan } from "../plan/plan.ts";

/** The files of a report, in dist. */
export const REPORT_FILES: readonly string[] = ["report.html", "report.json", "report.junit.xml", "report.sarif"];

/** What a report is about beside the plan and what was heard. */
export interface ReportAbout {
  readonly command: string;
  readonly snapshot: boolean;
  readonly tagAtHead: boolean;
  readonly gate: ReportedGate;
  readonly root: string;
  /** `repositoryFolder()`. */
  readonly base: string;
  readonly dist: string;
}

/**
 * Writes the report of a run in four forms. A run that did nothing leaves the report of the one that did, when it says the same.
 *
 * @throws SlipwayError `output-not-written`, which names the file
 */
export async function writeReport(collector: ReportCollector, plan: Plan, about: ReportAbout): Promise<void> {
  const { command, snapshot, tagAtHead, gate, root, base, dist } = about;
  const report = collector.report(plan, { slipway: packageJson.version, command, snapshot, tagAtHead, gate });
  const key = sha256(JSON.stringify({ ...report, ms: 0, tasks: [] }));
  const known = readHead(join(dist, "report.json"), 200) ?? "";
  if (
    !collector.changed &&
    known.includes(key) &&
    REPORT_FILES.every((name) => fileSize(join(dist, name)) !== undefined)
  )
    return;
  const [{ reportHtml }, { reportJunit }, { sarifLog }] = await Promise.all([
    import("../report/proof/report-html.ts"),
    import("../report/proof/report-junit.ts"),
    import("../report/sarif.ts"),
  ]);
  const local: ProofReport = { ...report, findings: report.findings.map((finding) => withLocalPlace(finding, root)) };
  const sarif = sarifLog({ findings: local.findings, version: packageJson.version, base });
  const texts: Readonly<Record<string, string>> = {
    "report.html": reportHtml(local),
    "report.json": `${JSON.stringify({ key, ...local }, null, 1)}\n`,
    "report.junit.xml": reportJunit(local),
    "report.sarif": `${JSON.stringify(sarif, null, 1)}\n`,
  };
  for (const [name, text] of Object.entries(texts)) {
    const file = join(dist, name);
    await writeFileAtomic(file, text, { mode: 0o644 }).catch((error: unknown) => {
      throw outputFailure(
        error,
        file,
        "permit writing there, or remove what is in the way, and run the same command again",
      );
    });
  }
}

/** Places are told relative to the project: a report may be read anywhere. */
function withLocalPlace<T extends ProofReport["findings"][number]>(finding: T, root: string): T {
  if (finding.where === undefined) return finding;
  const file = toSlash(relative(root, resolve(root, finding.where.file)));
  return file.startsWith("..") || file === "" ? finding : { ...finding, where: { ...finding.where, file } };
}
