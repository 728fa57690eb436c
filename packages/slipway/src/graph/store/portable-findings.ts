import type { Finding } from "../../findings.ts";
import { isAbsolute, join, relative, toSlash } from "../../platform/path.ts";

/** Marks a path below the project's folder in a record that other checkouts read. */
const ROOT = "<root>/";

/** Findings whose places in the project's files hold in every checkout. */
export function portableFindings(findings: readonly Finding[], root: string): Finding[] {
  return mapFiles(findings, (file) => {
    const path = relative(root, file);
    return isAbsolute(file) && path !== "" && !path.startsWith("..") && !isAbsolute(path) ? ROOT + toSlash(path) : file;
  });
}

/** The same findings in this checkout. */
export function localFindings(findings: readonly Finding[], root: string): Finding[] {
  return mapFiles(findings, (file) => (file.startsWith(ROOT) ? join(root, file.slice(ROOT.length)) : file));
}

function mapFiles(findings: readonly Finding[], map: (file: string) => string): Finding[] {
  return findings.map((finding) =>
    finding.where === undefined ? finding : { ...finding, where: { ...finding.where, file: map(finding.where.file) } },
  );
}
