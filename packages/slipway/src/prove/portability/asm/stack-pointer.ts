import type { AsmDialect, AsmSource, AsmStatement } from "./asm-source.ts";
import { findingAt, immediate, type AsmFinding } from "./asm-finding.ts";

const HINT = "move the stack pointer by multiples of 16: the processor faults when it is used with another value";

/** Finds moves of the stack pointer that leave it at no multiple of 16. */
export function stackPointer(source: AsmSource, dialect: AsmDialect): AsmFinding[] {
  const found: AsmFinding[] = [];
  for (const statement of source.statements) {
    const moved = dialect === "go" ? goMove(statement) : gnuMove(statement);
    if (moved === undefined) continue;
    const bytes = immediate(moved, source.values);
    if (bytes === undefined || bytes % 16 === 0) continue;
    found.push(
      findingAt(statement, {
        code: "portability-asm-stack",
        message: `The stack pointer moves by ${Math.abs(bytes)} bytes, and has to stay at a multiple of 16`,
        actual: `${bytes}`,
        hint: HINT,
      }),
    );
  }
  return found;
}

/** `SUB $24, RSP`, `MOVD.W R0, -8(RSP)`, `LDP.P 24(RSP), (R0, R1)`: by how much. */
function goMove({ op, args }: AsmStatement): string | undefined {
  if ((op === "SUB" || op === "ADD") && args[0]?.startsWith("$") && args.at(-1) === "RSP") {
    return args.length === 2 || args[1] === "RSP" ? args[0] : undefined;
  }
  if (!/\.[WP]$/.test(op)) return undefined;
  for (const arg of args) {
    const match = /^(-?[\w()*+ -]*?)\(RSP\)$/.exec(arg);
    if (match) return match[1]!;
  }
  return undefined;
}

/** `sub sp, sp, #24`, `str x0, [sp, #-8]!`, `ldp x0, x1, [sp], #24`: by how much. */
function gnuMove({ op, args }: AsmStatement): string | undefined {
  const bare = args.map((arg) => arg.toLowerCase());
  if ((op === "sub" || op === "add") && bare[0] === "sp" && bare[1] === "sp") {
    return /^[#\w(+-]/.test(bare[2] ?? "") && bare.length === 3 && !/^[xw]\d+$/.test(bare[2]!) ? args[2] : undefined;
  }
  for (const [index, arg] of bare.entries()) {
    const before = /^\[\s*sp\s*,\s*(.+?)\s*\]!$/.exec(arg);
    if (before) return args[index]!.replace(/^\[\s*\w+\s*,\s*/, "").replace(/\s*\]!$/, "");
    if (/^\[\s*sp\s*\]$/.test(arg) && index === bare.length - 2) return args.at(-1);
  }
  return undefined;
}
