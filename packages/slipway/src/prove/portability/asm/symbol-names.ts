import type { AsmSource, AsmStatement } from "./asm-source.ts";
import { findingAt, type AsmFinding } from "./asm-finding.ts";
import { isApple, type AsmTarget } from "./asm-target.ts";

/** Names that begin with an underscore on ELF and Windows too. */
const RESERVED = /^_(?:_|start$|init$|fini$|end$|edata$|etext$|GLOBAL_)/;

/** Finds names of C that lack the underscore that Mach-O puts in front, or have it where no system does. */
export function symbolNames({ statements }: AsmSource, target: AsmTarget): AsmFinding[] {
  const labels = new Set(statements.flatMap(({ label }) => (label === undefined ? [] : [label])));
  const found: AsmFinding[] = [];
  const told = new Set<string>();
  const tell = (statement: AsmStatement, name: string, message: string, hint: string): void => {
    if (told.has(name)) return;
    told.add(name);
    found.push(findingAt(statement, { code: "portability-asm-symbol", message, actual: name, hint }));
  };
  for (const statement of statements) {
    const { op, args } = statement;
    if (op === ".globl" || op === ".global") {
      for (const name of args) {
        if (!/^[A-Za-z_][\w$]*$/.test(name)) continue;
        if (isApple(target.os) && !name.startsWith("_") && !labels.has(`_${name}`)) {
          tell(
            statement,
            name,
            `C's "${name}" is called "_${name}" in Apple's object files, so this one is never found`,
            `name it _${name} there: #ifdef __APPLE__`,
          );
        } else if (
          !isApple(target.os) &&
          name.startsWith("_") &&
          !RESERVED.test(name) &&
          !labels.has(name.slice(1)) &&
          labels.has(name)
        ) {
          tell(
            statement,
            name,
            `Only Apple's object files put an underscore in front: C's "${name.slice(1)}" is not found here`,
            `name it ${name.slice(1)} here: #ifdef __APPLE__`,
          );
        }
      }
    } else if (op === "bl" && isApple(target.os)) {
      const name = args[0] ?? "";
      if (/^[A-Za-z]\w*$/.test(name) && !labels.has(name)) {
        tell(
          statement,
          name,
          `C's "${name}" is called "_${name}" in Apple's object files`,
          `call _${name} there: #ifdef __APPLE__`,
        );
      }
    }
  }
  return found;
}
