/** What a condition may ask. */
export interface ConditionNames {
  defined(name: string): boolean;
  value(name: string): string | undefined;
}

/** Deeper conditions than any person writes are false. */
const DEPTH = 64;

/**
 * Evaluates what stands behind `#if`: `defined`, numbers, names, `!`, `&&`, `||`, comparisons and brackets. Names that are not
 * defined are 0, as in C. What it does not understand is false.
 */
export function evaluateCondition(text: string, names: ConditionNames): boolean {
  const tokens = text.match(/\w+|&&|\|\||[!=<>]=|[!()<>+\-*]/g) ?? [];
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const next = (): string | undefined => tokens[at++];

  const primary = (depth: number): number => {
    const token = next();
    if (token === undefined || depth > DEPTH) return 0;
    if (token === "!") return primary(depth + 1) === 0 ? 1 : 0;
    if (token === "-") return -primary(depth + 1);
    if (token === "(") {
      const value = either(depth + 1);
      if (peek() === ")") next();
      return value;
    }
    if (token === "defined") {
      const bracket = peek() === "(";
      if (bracket) next();
      const name = next() ?? "";
      if (bracket && peek() === ")") next();
      return names.defined(name) ? 1 : 0;
    }
    return numberOf(token, names, 0);
  };
  const compared = (depth: number): number => {
    const left = primary(depth);
    const sign = peek();
    if (sign === undefined || !COMPARE.has(sign)) return left;
    next();
    return COMPARE.get(sign)!(left, primary(depth)) ? 1 : 0;
  };
  const both = (depth: number): number => {
    let value = compared(depth);
    while (peek() === "&&") {
      next();
      const right = compared(depth);
      value = value !== 0 && right !== 0 ? 1 : 0;
    }
    return value;
  };
  const either = (depth: number): number => {
    let value = both(depth);
    while (peek() === "||") {
      next();
      const right = both(depth);
      value = value !== 0 || right !== 0 ? 1 : 0;
    }
    return value;
  };
  return either(0) !== 0;
}

const COMPARE = new Map<string, (a: number, b: number) => boolean>([
  ["==", (a, b) => a === b],
  ["!=", (a, b) => a !== b],
  ["<", (a, b) => a < b],
  [">", (a, b) => a > b],
  ["<=", (a, b) => a <= b],
  [">=", (a, b) => a >= b],
]);

function numberOf(token: string, names: ConditionNames, depth: number): number {
  const number = Number(token.replace(/[uUlL]+$/, ""));
  if (!Number.isNaN(number)) return number;
  const value = depth > 8 ? undefined : names.value(token)?.trim();
  return value === undefined || value === "" ? 0 : numberOf(value, names, depth + 1);
}
