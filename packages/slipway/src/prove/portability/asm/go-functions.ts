import type { AsmSource, AsmStatement } from "./asm-source.ts";
import { findingAt, immediate, type AsmFinding } from "./asm-finding.ts";

/** A symbol of Go's assembler: `·add`, `runtime·memmove`, `math∕big·addVV`. */
export interface GoSymbol {
  /** Import path with slashes; empty for the package of the file. */
  readonly package: string;
  readonly name: string;
  readonly abi: string;
}

/** Reads `pkg∕path·name<ABI>(SB)`; `undefined` for what is no symbol. */
export function goSymbol(text: string): GoSymbol | undefined {
  const match = /^\$?([\w.∕%·-]*)·(\w+)(?:<(\w*)>)?(?:[+-]\d+)?\(SB\)$/.exec(text.trim());
  if (!match) return undefined;
  return { package: match[1]!.replaceAll("∕", "/").replaceAll("·", "."), name: match[2]!, abi: match[3] ?? "" };
}

/** Functions that a file defines for its own package. */
export function definedFunctions(statements: readonly AsmStatement[]): string[] {
  return statements.flatMap(({ op, args }) => {
    const symbol = op === "TEXT" ? goSymbol(args[0] ?? "") : undefined;
    return symbol === undefined ? [] : [symbol.name];
  });
}

/** Packages whose Go functions assembly outside of them may name, since they have entries made for it. */
const OPEN = /^(?:runtime|reflect|syscall|internal|crypto|math|sync|os)(?:\/|$)/;

/** Finds names and frames that Go's assembler or linker refuses. */
export function goFunctionRules(source: AsmSource, arch: string): AsmFinding[] {
  const found: AsmFinding[] = [];
  for (const statement of source.statements) {
    const { op, args } = statement;
    for (const arg of args) {
      const symbol = goSymbol(arg);
      if (symbol === undefined) continue;
      if (symbol.abi === "ABIInternal") {
        found.push(
          findingAt(statement, {
            code: "portability-asm-abi",
            severity: "error",
            message: `"${symbol.name}" asks for Go's internal ABI, which changes with every version: only the runtime may`,
            actual: arg,
            hint: "leave the ABI away: Go makes a wrapper between ABI0 and its own calls",
          }),
        );
      } else if (
        op !== "TEXT" &&
        op !== "GLOBL" &&
        op !== "DATA" &&
        symbol.package !== "" &&
        !OPEN.test(symbol.package)
      ) {
        if (!/^(?:CALL|BL|JMP|B)$/.test(op)) continue;
        found.push(
          findingAt(statement, {
            code: "portability-asm-abi",
            severity: "error",
            message: `Assembly calls the Go function ${symbol.package}.${symbol.name}, for which no ABI0 wrapper exists outside of its package`,
            actual: arg,
            hint: "call a Go function of this package that calls it: Go makes a wrapper for that one",
          }),
        );
      }
    }
    if (op === "TEXT" && arch === "arm64") found.push(...frameRule(statement, source.values));
  }
  return found;
}

/** The frame of a function for arm64 is a multiple of 8 (cmd/internal/obj/arm64/obj7.go), and none with NOFRAME. */
function frameRule(statement: AsmStatement, values: ReadonlyMap<string, string>): AsmFinding[] {
  const frame = /^\$(-?[^-]+)/.exec(statement.args.at(-1) ?? "")?.[1];
  const bytes = frame === undefined ? undefined : immediate(frame, values);
  if (bytes === undefined || bytes <= 0) return [];
  const noFrame = /\bNOFRAME\b/.test(statement.args[1] ?? "");
  if (!noFrame && bytes % 8 === 0) return [];
  return [
    findingAt(statement, {
      code: "portability-asm-stack",
      severity: "error",
      message: noFrame
        ? "A function without a frame asks for one"
        : `A frame of ${bytes} bytes is no multiple of 8, which arm64 needs to keep its stack at a multiple of 16`,
      actual: statement.args.at(-1) ?? "",
      hint: noFrame ? "write $0, or take NOFRAME away" : "round the frame up",
    }),
  ];
}

/** Finds g, which Go keeps in R28 on arm64, overwritten. */
export function goroutineRegister(statements: readonly AsmStatement[]): AsmFinding[] {
  const found: AsmFinding[] = [];
  let callback = false;
  for (const statement of statements) {
    if (statement.op === "TEXT") callback = /callback|trampoline|rt0|start/i.test(statement.args[0] ?? "");
    const last = statement.args.at(-1) ?? "";
    if (callback || !/^(?:R28|g)$/.test(last) || !/^(?:MOV|ADD|SUB|EOR|AND|ORR|LS[LR]|MUL)/.test(statement.op))
      continue;
    found.push(
      findingAt(statement, {
        code: "portability-asm-saved",
        message: "R28 holds g, the running goroutine: Go loses it",
        actual: statement.lineText.trim(),
        hint: "use another register, R0 to R17 or R19 to R25",
      }),
    );
  }
  return found;
}
