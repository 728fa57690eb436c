import type { AllowComment } from "./helper/helper-shapes.ts";
import type { AllowedFinding, PortabilityFinding } from "./portability-report.ts";

/** What is left of findings, and what comments have allowed. */
export interface Sifted {
  readonly findings: readonly PortabilityFinding[];
  readonly allowed: readonly AllowedFinding[];
}

const CODE = /^portability-[a-z0-9-]+$/;

/**
 * Applies comments of the form `slipway:allow CODE[,CODE] REASON`, which hold for their own line and the next one. A comment
 * without a reason allows nothing and is a finding itself, as is one that no finding answers to.
 */
export function siftAllowed(
  findings: readonly PortabilityFinding[],
  comments: readonly AllowComment[],
  targets: readonly string[],
): Sifted {
  const parsed = comments.map((comment) => ({ comment, ...parse(comment.text), used: false }));
  const left: PortabilityFinding[] = [];
  const allowed: AllowedFinding[] = [];
  for (const finding of findings) {
    const line = finding.where?.line ?? 0;
    const match = parsed.find(
      ({ comment, codes, reason }) =>
        reason !== "" &&
        comment.file === finding.where?.file &&
        (comment.line === line || comment.line === line - 1) &&
        codes.includes(finding.code),
    );
    if (match === undefined) left.push(finding);
    else {
      match.used = true;
      allowed.push({ finding, reason: match.reason });
    }
  }
  for (const { comment, codes, reason, used } of parsed) {
    if (used) continue;
    const problem =
      codes.length === 0
        ? "names no finding"
        : reason === ""
          ? "gives no reason"
          : "allows something that is not found here";
    left.push({
      code: "portability-allow",
      severity: "warning",
      message: `A slipway:allow comment ${problem}`,
      where: { file: comment.file, line: comment.line },
      expected: "slipway:allow CODE REASON, on the line of the finding or the one above",
      actual: `slipway:allow ${comment.text}`,
      hint: problem.startsWith("allows") ? "take the comment away" : "say behind the code why it is right here",
      targets,
    });
  }
  return { findings: left, allowed };
}

function parse(text: string): { readonly codes: readonly string[]; readonly reason: string } {
  const [first = "", ...rest] = text.split(/\s+/);
  const codes = first.split(",");
  if (!codes.every((code) => CODE.test(code))) return { codes: [], reason: "" };
  return { codes, reason: rest.join(" ").replace(/^[-:–—]+\s*/, "") };
}
