import { newerThan } from "../newer-than.ts";
import { when } from "../rule.ts";
import type { Rule, Violation } from "../rule.ts";

export const badSignature: Rule = {
  code: "bad-signature",
  severity: "error",
  formats: ["macho"],
  about: "A program for Apple silicon has no code signature, or one that its bytes do not fit",
  reason: "macOS ends it at start: Killed: 9",
  fix: "Sign again after the last change: `slipway edit sign FILE`; a post hook or strip has changed the program",
  check({ inspection, badPages }) {
    if (inspection.kind !== "program" && inspection.kind !== "library") return [];
    const arch = inspection.target?.split("/")[1];
    if (inspection.signature?.kind === "none") {
      return when(arch === "arm64", () => ({
        message: "The program has no code signature",
        expected: "at least an ad-hoc signature, as Go's linker writes it",
      }));
    }
    const bad = badPages() ?? [];
    return when(bad.length > 0, () => ({
      message: "The program was changed after it was signed",
      expected: "page hashes that fit",
      actual: `${bad.length} pages differ, the first at 0x${(bad[0]! * 4096).toString(16)}`,
    }));
  },
};

export const noUuid: Rule = {
  code: "no-uuid",
  severity: "warning",
  formats: ["macho"],
  about: "The program has no LC_UUID",
  reason:
    "macOS 26 refuses programs of its newest SDK without one, local network permissions are kept by it, and no debug file is found",
  fix: "Build with Go 1.24 or later, or -ldflags=-B=gobuildid",
  check: ({ inspection }) =>
    when(inspection.kind === "program" && inspection.details["uuid"] === null, () => ({
      message: "The program has no LC_UUID",
      expected: "an LC_UUID",
    })),
};

export const foreignSlice: Rule = {
  code: "foreign-slice",
  severity: "error",
  formats: ["macho-fat", "macho"],
  about:
    "There is code for a processor that the product is not for: a slice too many, or Intel where arm64_only is set",
  reason: "Rosetta runs it, slowly and untested, and is going away",
  fix: "Join only what is meant (universal_binaries.ids), or `slipway edit extract FILE --arch arm64`",
  check({ inspection, promised, limits }) {
    const parts =
      inspection.format === "macho" ? [inspection] : inspection.parts.flatMap((part) => part.inspection ?? []);
    const arches = parts.flatMap((part) => part.target?.split("/")[1] ?? []);
    // A slice of a universal file was judged with the whole.
    if (inspection.format === "macho" && (limits.arm64Only !== true || promised.arches !== undefined)) return [];
    const allowed = limits.arm64Only === true ? ["arm64"] : promised.arches;
    if (allowed === undefined) return [];
    const violations: Violation[] = arches
      .filter((arch) => !allowed.includes(arch))
      .map((arch) => ({
        message: `The program has code for ${arch}`,
        expected: allowed.join(", "),
        actual: arches.join(", "),
      }));
    const missing = (promised.arches ?? []).filter(
      (arch) => inspection.format === "macho-fat" && !arches.includes(arch),
    );
    return [
      ...violations,
      ...missing.map((arch) => ({ message: `The program lacks code for ${arch}`, actual: arches.join(", ") })),
    ];
  },
};

export const newOs: Rule = {
  code: "new-os",
  severity: "error",
  formats: ["macho", "pe"],
  about: "The program asks for a newer system than promised (policy.minimum_os)",
  reason: "The system that was promised refuses to start it",
  fix: "For cgo set MACOSX_DEPLOYMENT_TARGET in builds.env; else the Go release decides: see its notes on ports",
  check({ inspection, limits, promised }) {
    const os = promised.os ?? inspection.target?.split("/")[0] ?? "";
    const wanted = limits.minimumOs?.[os];
    const { minimumOs } = inspection.details;
    if (wanted === undefined || typeof minimumOs !== "string") return [];
    return when(newerThan(minimumOs, wanted), () => ({
      message: `The program asks for ${os} ${minimumOs}`,
      expected: `${os} ${wanted} or older`,
      actual: minimumOs,
    }));
  },
};
