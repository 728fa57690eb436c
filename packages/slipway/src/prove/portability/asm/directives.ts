import type { AsmSource } from "./asm-source.ts";
import { findingAt, type AsmFinding } from "./asm-finding.ts";
import { isApple, type AsmTarget } from "./asm-target.ts";

/** Directives of ELF that Mach-O's and COFF's assemblers refuse (llvm/lib/MC/MCParser/{Darwin,COFF,ELF}AsmParser.cpp). */
const ELF_ONLY = new Set([
  ".type",
  ".size",
  ".hidden",
  ".protected",
  ".internal",
  ".previous",
  ".pushsection",
  ".popsection",
  ".version",
  ".ident",
  ".symver",
]);
const ELF_ON_COFF = new Set([
  ".type",
  ".size",
  ".hidden",
  ".protected",
  ".internal",
  ".previous",
  ".version",
  ".symver",
]);
const APPLE_ONLY = new Set([
  ".subsections_via_symbols",
  ".private_extern",
  ".build_version",
  ".const",
  ".cstring",
  ".no_dead_strip",
]);

/** Finds directives and relocations that the target's object format does not have. */
export function directives({ statements }: AsmSource, target: AsmTarget): AsmFinding[] {
  const apple = isApple(target.os);
  const windows = target.os === "windows";
  const format = apple ? "Mach-O" : windows ? "COFF" : "ELF";
  const found: AsmFinding[] = [];
  for (const statement of statements) {
    const { op, args } = statement;
    const tell = (what: string, hint: string): void => {
      found.push(
        findingAt(statement, {
          code: "portability-asm-directive",
          severity: "error",
          message: `${what} is nothing that {} has: the assembler refuses it`,
          because: format,
          actual: statement.lineText.trim(),
          hint,
        }),
      );
    };
    if ((apple && ELF_ONLY.has(op)) || (windows && ELF_ON_COFF.has(op))) tell(op, "put it behind #ifdef __ELF__");
    else if (!apple && APPLE_ONLY.has(op)) tell(op, "put it behind #ifdef __APPLE__");
    else if (op === ".section" && apple && !(args[0] ?? "").startsWith("__")) {
      tell(`.section ${args[0] ?? ""}`, "name segment and section, .section __TEXT,__const, behind #ifdef __APPLE__");
    } else if (op === ".section" && !apple && /^__[A-Z]+$/.test(args[0] ?? "") && (args[1] ?? "").startsWith("__")) {
      tell(`.section ${args.join(",")}`, "use .section .rodata, behind #ifndef __APPLE__");
    } else if (!op.startsWith(".")) {
      const bareAddress = op === "adrp" && /^[A-Za-z_.]\w*$/.test(args[1] ?? "");
      if (apple && (bareAddress || args.some((arg) => /:(?:lo12|got|got_lo12|tprel_\w+):/i.test(arg)))) {
        tell("A relocation of ELF", "write symbol@PAGE and symbol@PAGEOFF behind #ifdef __APPLE__");
      } else if (!apple && args.some((arg) => /@(?:GOT)?PAGE(?:OFF)?\b/i.test(arg))) {
        tell("A relocation of Mach-O", "write symbol and :lo12:symbol behind #ifndef __APPLE__");
      }
    }
  }
  return found;
}
