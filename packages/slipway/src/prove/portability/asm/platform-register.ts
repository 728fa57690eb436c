import type { AsmDialect, AsmStatement } from "./asm-source.ts";
import { findingAt, type AsmFinding } from "./asm-finding.ts";
import { destinations } from "./destinations.ts";
import { isApple, type AsmTarget } from "./asm-target.ts";

/**
 * Finds uses of x18, which belongs to the system on Apple's systems (it is lost at any moment), on Windows (the thread's
 * environment block: reading it is what it is for) and on Android (the shadow call stack).
 */
export function platformRegister(
  statements: readonly AsmStatement[],
  target: AsmTarget,
  dialect: AsmDialect,
): AsmFinding[] {
  const owner = isApple(target.os)
    ? "Apple's systems may overwrite it at any moment"
    : target.os === "windows"
      ? "on Windows it holds the thread's environment block"
      : target.os === "android"
        ? "on Android it holds the shadow call stack"
        : undefined;
  if (owner === undefined) return [];
  const name = dialect === "go" ? /\bR18(?:_PLATFORM)?\b/ : /\b[xw]18\b/i;
  const found: AsmFinding[] = [];
  for (const statement of statements) {
    if (statement.op.startsWith(".") || statement.op === "TEXT" || !statement.args.some((arg) => name.test(arg)))
      continue;
    // Reading it finds the block on Windows; saving it harms nobody.
    const written = destinations(statement, dialect).some((register) => register === "x18");
    if (!written && (target.os === "windows" || /^(?:st|MOV|STP|FMOV)/i.test(statement.op))) continue;
    found.push(
      findingAt(statement, {
        code: "portability-asm-x18",
        message: "x18 is the platform's register: {}",
        because: owner,
        actual: statement.lineText.trim(),
        hint: "use another register, such as x9 to x15",
      }),
    );
  }
  return found;
}
