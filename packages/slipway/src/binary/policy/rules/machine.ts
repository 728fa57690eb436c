import { headerTarget } from "../../inspect/header-target.ts";
import type { Program } from "../../read-binary.ts";
import type { Rule, Subject, Violation } from "../rule.ts";

/** Bits of `e_flags` that the psABI of an architecture fixes: mask and value. */
const ELF_FLAGS: Readonly<Record<string, { readonly mask: number; readonly value: number; readonly what: string }>> = {
  arm: { mask: 0xff000000, value: 0x05000000, what: "EABI version 5" },
  ppc64le: { mask: 3, value: 2, what: "ELFv2" },
  riscv64: { mask: 6, value: 4, what: "double-float ABI" },
};

/** The operating systems that one file serves in Go's eyes. */
const SAME_SYSTEM: Readonly<Record<string, string>> = { illumos: "solaris", android: "linux", ios: "darwin" };

/** The program is for another machine or system than its target. */
export const wrongMachine: Rule = {
  code: "wrong-machine",
  severity: "error",
  formats: ["elf", "pe", "macho", "wasm", "xcoff", "plan9"],
  about: "The program is for another processor, byte order or system than its target",
  reason: "It cannot start on the machine that the archive is named for",
  fix: "Build it with the target's GOOS and GOARCH; for builder: prebuilt, check the path template",
  check({ program, promised, inspection }) {
    if (program === undefined || promised.os === undefined || promised.arch === undefined) return [];
    const found = headerTarget(program);
    const violations: Violation[] = [];
    const expected = `${promised.os}/${promised.arch}`;
    if (found.arch !== promised.arch) {
      const actual = `${found.arch ?? "an unknown processor"} (${machineField(program)})`;
      violations.push({ message: `The program is not for ${expected}`, expected, actual });
    } else if (found.os !== undefined && system(found.os) !== system(promised.os)) {
      const actual = `${found.os}/${found.arch}`;
      violations.push({ message: `The program is not for ${promised.os}`, expected, actual });
    } else if (found.os === undefined && inspection.target !== null) {
      violations.push(...builtFor(inspection.target, promised.os, expected));
    }
    return [...violations, ...wrongFlags(program, promised.arch)];
  },
};

/** An ELF file may leave its system open; Go's own settings then tell. */
function builtFor(target: string, os: string, expected: string): readonly Violation[] {
  const [built = ""] = target.split("/");
  if (system(built) === system(os)) return [];
  return [{ message: `The program was built for ${target}`, expected, actual: `GOOS=${built} in its build settings` }];
}

function system(os: string): string {
  return SAME_SYSTEM[os] ?? os;
}

function wrongFlags(program: Program, arch: string): readonly Violation[] {
  const rule = ELF_FLAGS[arch];
  if (program.format !== "elf" || rule === undefined) return [];
  const flags = program.header.flags >>> 0;
  if ((flags & rule.mask) >>> 0 === rule.value) return [];
  const message = `The program has another ABI than Go's for ${arch}`;
  return [{ message, expected: rule.what, actual: `e_flags ${hex(flags)}` }];
}

/** The header's field that names the processor, as the format calls it. */
function machineField(program: Program): string {
  switch (program.format) {
    case "elf":
      return `e_machine ${program.header.machine}`;
    case "pe":
      return `Machine ${hex(program.coff.machine)}`;
    case "macho":
      return `cputype ${hex(program.header.cpu)}`;
    default:
      return program.format;
  }
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

/** The instructions are of another level than promised. */
export const wrongVariant: Rule = {
  code: "wrong-variant",
  severity: "error",
  formats: ["elf", "pe", "macho", "wasm", "xcoff", "plan9"],
  about: "The program asks for another level of its processor (GOAMD64, GOARM ...) than its target",
  reason: "It stops at start, or at the first instruction that an older processor lacks",
  fix: "Set goamd64, goarm ... of the build, and keep GOAMD64 and its siblings out of builds.env",
  check({ inspection, promised }: Subject) {
    const { variant, target } = inspection;
    if (target?.split("/")[1] !== promised.arch) return [];
    if (variant === null || promised.variant === undefined || promised.variant === "") return [];
    if (plainVariant(variant) === plainVariant(promised.variant)) return [];
    const message = "The program asks for another level of its processor than its target";
    return [{ message, expected: promised.variant, actual: variant }];
  },
};

/** What the go command takes a short form for: `7` is `7,hardfloat`, `5` is `5,softfloat`. */
function plainVariant(variant: string): string {
  return variant.replace(/^([67]),hardfloat$/, "$1").replace(/^5,softfloat$/, "5");
}
