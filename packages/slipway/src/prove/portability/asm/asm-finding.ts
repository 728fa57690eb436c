import type { Severity } from "../../../findings.ts";
import type { AsmStatement } from "./asm-source.ts";

/** Something that a rule found in a file for one target. */
export interface AsmFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly lineText: string;
  /** `{}` stands for what differs between targets. */
  readonly message: string;
  readonly because?: string;
  readonly actual?: string;
  readonly hint: string;
}

/** A finding at a statement. */
export function findingAt(
  { line, column, lineText }: AsmStatement,
  rest: Omit<AsmFinding, "line" | "column" | "lineText" | "severity"> & { readonly severity?: Severity },
): AsmFinding {
  return { severity: "warning", line, column, lineText, ...rest };
}

/** The number that an immediate stands for: `#16`, `$-8`, `(2*16)`, a name with a value; `undefined` when it is not known. */
export function immediate(text: string, values: ReadonlyMap<string, string>, depth = 0): number | undefined {
  const bare = text.trim().replace(/^[#$]/, "").trim();
  if (depth > 8) return undefined;
  const sign = /^([-+])\s*(.*)$/.exec(bare);
  if (sign) {
    const value = immediate(sign[2]!, values, depth + 1);
    return value === undefined ? undefined : sign[1] === "-" ? -value : value;
  }
  if (/^0[xX][0-9a-fA-F]+$|^\d+$/.test(bare)) return Number(bare);
  const inner = /^\(([^()]*)\)$/.exec(bare);
  if (inner) return immediate(inner[1]!, values, depth + 1);
  const product = /^([^*+-]+)([*+-])([^*+-]+)$/.exec(bare);
  if (product) {
    const [left, right] = [product[1]!, product[3]!].map((part) => immediate(part, values, depth + 1));
    if (left === undefined || right === undefined) return undefined;
    return product[2] === "*" ? left * right : product[2] === "+" ? left + right : left - right;
  }
  const value = /^[A-Za-z_.]\w*$/.test(bare) ? values.get(bare) : undefined;
  return value === undefined ? undefined : immediate(value, values, depth + 1);
}
