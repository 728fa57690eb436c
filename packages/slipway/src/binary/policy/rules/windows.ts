import { FILE } from "../../pe/pe-constants.ts";
import type { Rule, Violation } from "../rule.ts";

export const wrongSubsystem: Rule = {
  code: "wrong-subsystem",
  severity: "warning",
  formats: ["pe"],
  about: "A Windows program opens a console that nobody asked for, or has none, or is no program of Windows' own kinds",
  reason: "A console window flashes up behind a window, or what the program prints is lost",
  fix: "Say -H=windowsgui in ldflags for a program with windows, and leave it out for others",
  check({ inspection, promised }) {
    const { subsystem } = inspection.details;
    if (inspection.kind !== "program" || typeof subsystem !== "string") return [];
    if (subsystem !== "gui" && subsystem !== "console") {
      const message = "The program is for another subsystem of Windows";
      return [{ message, expected: "console or gui", actual: subsystem, severity: "error" }];
    }
    if (promised.gui === undefined || promised.gui === (subsystem === "gui")) return [];
    const message = promised.gui ? "The program opens a console" : "The program has no console";
    return [{ message, expected: promised.gui ? "gui" : "console", actual: subsystem }];
  },
};

export const wrongCharacteristics: Rule = {
  code: "wrong-characteristics",
  severity: "error",
  formats: ["pe"],
  about: "The header does not say program where a program was built, or library where a library was",
  reason: "Windows refuses to start or to load it",
  fix: "Look at buildmode, -extldflags and what runs after the build: no step of Go's writes such a header",
  check({ program, promised, inspection }) {
    if (program?.format !== "pe" || program.kind !== "image" || inspection.kind === "object") return [];
    const { characteristics } = program.coff;
    const actual = `Characteristics 0x${characteristics.toString(16)}`;
    const violations: Violation[] = [];
    if ((characteristics & FILE.EXECUTABLE_IMAGE) === 0) {
      violations.push({ message: "Windows cannot run the file", expected: "IMAGE_FILE_EXECUTABLE_IMAGE", actual });
    }
    const isLibrary = (characteristics & FILE.DLL) !== 0;
    const shared = promised.buildmode === "c-shared";
    if (promised.buildmode !== undefined && isLibrary !== shared) {
      const expected = shared ? "IMAGE_FILE_DLL" : "no IMAGE_FILE_DLL";
      violations.push({ message: `The file is ${isLibrary ? "a library" : "no library"}`, expected, actual });
    }
    return violations;
  },
};
