import { DLL, FILE } from "../../pe/pe-constants.ts";
import { when } from "../rule.ts";
import type { Rule, Subject } from "../rule.ts";

/** Whether a loader starts or loads the file: objects and debug files are looked at by nobody. */
function isLoaded({ inspection }: Subject): boolean {
  return inspection.kind === "program" || inspection.kind === "library";
}

export const executableStack: Rule = {
  code: "executable-stack",
  severity: "warning",
  formats: ["elf", "macho"],
  about: "The stack can hold code",
  reason: "An overflow becomes code that runs; hardened systems refuse to start such a program",
  fix: "Add `.section .note.GNU-stack` to assembly of cgo, or link with -extldflags=-Wl,-z,noexecstack",
  check: (subject) =>
    when(isLoaded(subject) && subject.inspection.details["executableStack"] === true, () => ({
      message: "The program asks for a stack that can hold code",
      expected: subject.inspection.format === "elf" ? "PT_GNU_STACK without PF_X" : "no MH_ALLOW_STACK_EXECUTION",
      actual: subject.inspection.format === "elf" ? "PT_GNU_STACK with PF_X" : "MH_ALLOW_STACK_EXECUTION",
    })),
};

export const writableCode: Rule = {
  code: "writable-code",
  severity: "warning",
  formats: ["elf"],
  about: "A part of the program can be written and run",
  reason: "An attacker who can write can run code; hardened systems refuse to map it",
  fix: "Link without -N or -z execstack, and look for packers such as upx",
  check: (subject) =>
    when(isLoaded(subject) && subject.inspection.details["writableCode"] === true, () => ({
      message: "A segment of the program can be written and run",
      expected: "no PT_LOAD with both PF_W and PF_X",
    })),
};

export const textRelocations: Rule = {
  code: "text-relocations",
  severity: "warning",
  formats: ["elf"],
  about: "The loader must change the code itself (DT_TEXTREL)",
  reason: "Android and SELinux refuse it, and no two processes share the code",
  fix: "Compile C and assembly of cgo with -fPIC (CGO_CFLAGS), or leave out buildmode: pie",
  check: (subject) =>
    when(isLoaded(subject) && subject.inspection.details["textRelocations"] === true, () => ({
      message: "The loader must change the program's code",
      expected: "no DT_TEXTREL",
      actual: "DT_TEXTREL",
    })),
};

export const noNx: Rule = {
  code: "no-nx",
  severity: "warning",
  formats: ["pe"],
  about: "Data can be run as code (no NX_COMPAT)",
  reason: "Windows turns data execution prevention off for the program",
  fix: "Go's linker sets it; a C linker needs -extldflags=-Wl,--nxcompat",
  check: (subject) => [...missingDll(subject, DLL.NX_COMPAT, "IMAGE_DLLCHARACTERISTICS_NX_COMPAT")],
};

export const noAslr: Rule = {
  code: "no-aslr",
  severity: "warning",
  formats: ["pe", "macho"],
  about: "The program is always loaded at one address",
  reason: "Addresses that an attacker must guess are known",
  fix: "Go links so by itself; leave out buildmode: exe, -extldflags=-no-pie and -Wl,--disable-dynamicbase",
  check(subject) {
    if (!isLoaded(subject)) return [];
    if (subject.program?.format === "macho") {
      return when(
        subject.inspection.kind === "program" && subject.inspection.details["positionIndependent"] !== true,
        () => ({ message: "The program is always loaded at one address", expected: "MH_PIE" }),
      );
    }
    const wide = subject.inspection.bits === 64;
    return [
      ...missingDll(subject, DLL.DYNAMIC_BASE, "IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE"),
      ...(wide ? missingDll(subject, DLL.HIGH_ENTROPY_VA, "IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA") : []),
      ...when(
        subject.program?.format === "pe" && (subject.program.coff.characteristics & FILE.RELOCS_STRIPPED) !== 0,
        () => ({ message: "The program has no relocations, so that it cannot be moved", expected: "a .reloc section" }),
      ),
    ];
  },
};

export const noCfg: Rule = {
  code: "no-cfg",
  severity: "off",
  formats: ["pe"],
  about: "Indirect calls are not checked (no Control Flow Guard)",
  reason: "Windows can check where indirect calls go, if the program says which places are right",
  fix: "Go's compiler writes no table of call targets, so that no flag gives it: keep the rule off for Go code",
  check: (subject) => missingDll(subject, DLL.GUARD_CF, "IMAGE_DLLCHARACTERISTICS_GUARD_CF"),
};

function missingDll(subject: Subject, flag: number, name: string): ReturnType<Rule["check"]> {
  const { program } = subject;
  if (program?.format !== "pe" || program.optional === undefined || !isLoaded(subject)) return [];
  const { dllCharacteristics } = program.optional;
  return when((dllCharacteristics & flag) === 0, () => ({
    message: `The program lacks the mark ${name}`,
    expected: name,
    actual: `DllCharacteristics 0x${dllCharacteristics.toString(16)}`,
  }));
}

export const noPie: Rule = {
  code: "no-pie",
  severity: "off",
  formats: ["elf"],
  about: "The program is always loaded at one address",
  reason: "Addresses that an attacker must guess are known; Go's default for Linux all the same",
  fix: "Set buildmode: pie",
  check: ({ inspection }) =>
    when(inspection.kind === "program" && inspection.details["positionIndependent"] !== true, () => ({
      message: "The program is always loaded at one address",
      expected: "a position-independent program (ET_DYN)",
      actual: "ET_EXEC",
    })),
};

export const noRelro: Rule = {
  code: "no-relro",
  severity: "off",
  formats: ["elf"],
  about: "What the loader fills in can be written afterwards (no full RELRO)",
  reason: "Pointers to library functions are a common way to take over a program",
  fix: "Link with -ldflags='-linkmode=external -extldflags=-Wl,-z,relro,-z,now'; a static program needs none",
  check(subject) {
    const { details } = subject.inspection;
    if (!isLoaded(subject) || details["static"] === true || details["relro"] === "full") return [];
    return [
      {
        message: "What the loader fills in can be written afterwards",
        expected: "PT_GNU_RELRO and BIND_NOW",
        actual: details["relro"] === "partial" ? "PT_GNU_RELRO without BIND_NOW" : "no PT_GNU_RELRO",
      },
    ];
  },
};
