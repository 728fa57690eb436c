import { SlipwayError } from "../../errors.ts";
import type { Finding } from "../../findings.ts";
import type { Section } from "./deprecated.ts";
import { warning } from "./notice.ts";
import type { Positions } from "./positions.ts";

/** Sections that something acts on. All others are checked and named in one warning. */
export const ACTING: ReadonlySet<string> = new Set([
  "after",
  "archives",
  "before",
  "builds",
  "cache",
  "changelog",
  "checksum",
  "ci",
  "dist",
  "dylibs",
  "env",
  "env_files",
  "git",
  "gomod",
  "includes",
  "metadata",
  "monorepo",
  "nightly",
  "partial",
  "policy",
  "pro",
  "project_name",
  "prove",
  "release",
  "report_sizes",
  "shards",
  "snapshot",
  "source",
  "universal_binaries",
  "upx",
  "variables",
  "version",
  "windows_resources",
  "wasm",
]);

/** The sections of a file that are valid but that nothing acts on yet, in the order of the file. */
export function inertSections(raw: Section): string[] {
  return Object.keys(raw).filter((key) => !ACTING.has(key));
}

/** One warning that names all sections without effect, each with its line; none when there are none. */
export function warnOfInert(raw: Section, positions: Positions): Finding | undefined {
  const sections = inertSections(raw);
  const [first] = sections;
  if (first === undefined) return undefined;
  const named = sections.map((key) => {
    const line = positions.ofKey([key])?.line;
    return line === undefined ? key : `${key} (line ${line})`;
  });
  const subject = sections.length === 1 ? "A section is valid but does" : "Some sections are valid but do";
  return warning(
    "config-inert-section",
    `${subject} nothing yet: ${named.join(", ")}`,
    positions.ofKey([first]),
    "Run with --strict to make this an error",
  );
}

/** The same as an error, for `--strict`. */
export function refuseInert(finding: Finding): SlipwayError {
  return new SlipwayError("config-inert-section", finding.message, {
    ...(finding.where ? { where: finding.where } : {}),
    hint: "Take them out of the file, or run without --strict",
  });
}
