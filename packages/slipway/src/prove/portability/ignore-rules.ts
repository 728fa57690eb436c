import { SlipwayError, type Place } from "../../errors.ts";
import { compileGlob, GlobFault } from "../../platform/glob/glob-pattern.ts";
import type { Sifted } from "./allow-comments.ts";

/** Findings that the project file says are right. */
export interface IgnoreRule {
  /** Empty for all. */
  readonly codes: readonly string[];
  /** Patterns of files; empty for all. */
  readonly files: readonly string[];
  readonly reason: string;
}

/** Moves what the project file allows to the allowed findings. */
export function siftIgnored({ findings, allowed }: Sifted, rules: readonly IgnoreRule[]): Sifted {
  const compiled = rules.map((rule) => ({ ...rule, patterns: rule.files.map((file) => compileGlob(file)) }));
  const left: Sifted["findings"][number][] = [];
  const moved = [...allowed];
  for (const finding of findings) {
    const file = finding.where?.file ?? "";
    const rule = compiled.find(
      ({ codes, patterns }) =>
        (codes.length === 0 || codes.includes(finding.code)) &&
        (patterns.length === 0 || patterns.some((pattern) => pattern.matches(file))),
    );
    if (rule === undefined) left.push(finding);
    else moved.push({ finding, reason: rule.reason });
  }
  return { findings: left, allowed: moved };
}

/**
 * Refuses rules without a reason or with a bad pattern.
 *
 * @throws SlipwayError `config-invalid`, `glob-invalid`
 */
export function checkIgnoreRules(
  rules: readonly IgnoreRule[],
  positionOf: (at: readonly (string | number)[]) => Place | undefined,
): void {
  for (const [index, rule] of rules.entries()) {
    const at = ["prove", "portability", "ignore", index];
    const place = positionOf(at);
    const where = place === undefined ? {} : { where: place };
    if (rule.reason.trim() === "") {
      throw new SlipwayError("config-invalid", "An entry of prove.portability.ignore gives no reason", {
        ...where,
        expected: "reason: why these findings are right",
      });
    }
    for (const file of rule.files) {
      try {
        compileGlob(file);
      } catch (error) {
        if (!(error instanceof GlobFault)) throw error;
        throw new SlipwayError("glob-invalid", `Cannot read the pattern "${file}": ${error.message}`, where);
      }
    }
  }
}
