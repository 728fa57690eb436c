import { readAssembly, type AsmDialect } from "./asm-source.ts";
import { findingAt, type AsmFinding } from "./asm-finding.ts";
import { asmDefines, type AsmTarget } from "./asm-target.ts";
import { directives } from "./directives.ts";
import { definedFunctions, goFunctionRules, goroutineRegister } from "./go-functions.ts";
import { platformRegister } from "./platform-register.ts";
import { savedRegisters } from "./saved-registers.ts";
import { stackPointer } from "./stack-pointer.ts";
import { symbolNames } from "./symbol-names.ts";
import { systemCalls } from "./system-calls.ts";

/** What one file of assembly tells for one target. */
export interface AsmAnswer {
  readonly findings: readonly AsmFinding[];
  /** Go functions that the file defines. */
  readonly functions: readonly string[];
}

/**
 * Judges a file of assembly as one target's tools see it. `expected` is the dialect that will be tried on it: a package with
 * cgo hands its assembly to the C compiler, every other one to Go's own assembler.
 */
export function examineAssembly(text: string, expected: AsmDialect, target: AsmTarget): AsmAnswer {
  const source = readAssembly(text, expected, asmDefines(target, expected));
  const wrong = wrongDialect(text, expected);
  if (wrong !== undefined) {
    const [first] = source.statements;
    const findings = first === undefined ? [] : [findingAt(first, wrong)];
    return { findings, functions: [] };
  }
  const { statements } = source;
  if (target.arch !== "arm64") {
    return expected === "go"
      ? { findings: goFunctionRules(source, target.arch), functions: definedFunctions(statements) }
      : { findings: [], functions: [] };
  }
  const shared = [
    ...systemCalls(statements, target),
    ...platformRegister(statements, target, expected),
    ...stackPointer(source, expected),
    ...savedRegisters(source, target, expected),
  ];
  if (expected === "gnu") {
    return { findings: [...shared, ...symbolNames(source, target), ...directives(source, target)], functions: [] };
  }
  return {
    findings: [...shared, ...goFunctionRules(source, target.arch), ...goroutineRegister(statements)],
    functions: definedFunctions(statements),
  };
}

function wrongDialect(
  text: string,
  expected: AsmDialect,
): Pick<AsmFinding, "code" | "severity" | "message" | "hint"> | undefined {
  const isGo = /^\s*TEXT\s+\S*·/m.test(text);
  const isGnu = /^\s*\.(?:globl|global|text|align|section)\b/m.test(text);
  if (expected === "gnu" && isGo && !isGnu) {
    return {
      code: "portability-asm-dialect",
      severity: "error",
      message: "The package uses cgo, so this file goes to the C compiler, which does not know Go's assembly",
      hint: 'move it into a package without import "C"',
    };
  }
  if (expected === "go" && isGnu && !isGo) {
    return {
      code: "portability-asm-dialect",
      severity: "error",
      message: "The package has no cgo, so this file goes to Go's assembler, which does not know GNU's",
      hint: 'import "C" in the package, or write it in Go\'s assembly',
    };
  }
  return undefined;
}
