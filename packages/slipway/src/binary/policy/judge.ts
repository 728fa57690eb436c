import type { Finding } from "../../findings.ts";
import { FormatError } from "../format-error.ts";
import type { InspectedPart, Inspection } from "../inspect/inspection.ts";
import type { Sha256 } from "../macho/sign-ad-hoc.ts";
import { verifyPages } from "../macho/verify-pages.ts";
import { isProgram, readBinary } from "../read-binary.ts";
import type { Program } from "../read-binary.ts";
import { RULES } from "./all-rules.ts";
import { findTexts, type ByteFinder } from "./find-texts.ts";
import type { Policy, Promised, RuleSeverity } from "./policy.ts";
import type { Rule, Subject, Violation } from "./rule.ts";

export interface JudgeOptions {
  /** A faster SHA-256 of the host. */
  readonly sha256?: Sha256;
  /** A faster search of the host. */
  readonly byteFinder?: ByteFinder;
  /** The program, when somebody read the bytes before. */
  readonly program?: Program;
}

/**
 * Judges a file that was inspected: every rule of its format, on each slice of a universal file and each member of a
 * library archive. Without a policy only what holds for any program is looked at.
 *
 * @example
 * judge(inspectBinary(bytes), bytes, { rules: { "no-pie": "warning" } });
 */
export function judge(
  inspection: Inspection,
  bytes: Uint8Array,
  policy: Policy = {},
  options: JudgeOptions = {},
): readonly Finding[] {
  const findings = judgeOne(inspection, bytes, policy, options);
  for (const part of inspection.parts) {
    if (part.inspection === null) continue;
    const inner = bytes.subarray(part.offset, part.offset + part.inspection.size);
    const promised = promisedOf(part, inspection, policy.promised);
    const { program: _, ...others } = options;
    for (const finding of judge(part.inspection, inner, { ...policy, promised }, others)) {
      findings.push({ ...finding, message: `${part.name}: ${finding.message}` });
    }
  }
  return findings;
}

/** A slice is held to the target of its own processor; which slices there may be is a rule of the whole. */
function promisedOf(part: InspectedPart, whole: Inspection, promised: Promised = {}): Promised {
  if (whole.kind !== "universal") return promised;
  const arch = part.inspection?.target?.split("/")[1];
  const { arch: _, variant: __, ...rest } = promised;
  return arch === undefined ? rest : { ...rest, arch };
}

function judgeOne(inspection: Inspection, bytes: Uint8Array, policy: Policy, options: JudgeOptions): Finding[] {
  const subject = makeSubject(inspection, bytes, policy, options);
  const findings: Finding[] = [];
  for (const rule of RULES) {
    const asked = policy.rules?.[rule.code];
    if (!rule.formats.includes(inspection.format) || (asked ?? rule.severity) === "off") continue;
    for (const violation of tolerant(rule, subject)) {
      const severity = asked ?? violation.severity ?? rule.severity;
      if (severity !== "off") findings.push(findingOf(rule, violation, severity));
    }
  }
  return findings;
}

/** A damaged part makes a rule say nothing: that the file is damaged is a finding of its own. */
function tolerant(rule: Rule, subject: Subject): readonly Violation[] {
  try {
    return rule.check(subject);
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

function findingOf(rule: Rule, violation: Violation, severity: Exclude<RuleSeverity, "off">): Finding {
  const { message, expected, actual, fix } = violation;
  return {
    code: rule.code,
    severity,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    hint: fix ?? rule.fix,
  };
}

function makeSubject(inspection: Inspection, bytes: Uint8Array, policy: Policy, options: JudgeOptions): Subject {
  let program: Subject["program"] | null = options.program ?? null;
  const subject: Subject = {
    inspection,
    bytes,
    promised: policy.promised ?? {},
    limits: policy.limits ?? {},
    get program() {
      if (program === null) {
        const binary = readBinary(bytes);
        program = isProgram(binary) ? binary : undefined;
      }
      return program;
    },
    find: (texts) => findTexts(bytes, texts, options.byteFinder),
    badPages: () =>
      subject.program?.format === "macho" ? verifyPages(subject.program, options.sha256)?.bad : undefined,
  };
  return subject;
}
