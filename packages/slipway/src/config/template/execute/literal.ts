import { nodeText } from "../parse/node.ts";
import type { Operand } from "../parse/node.ts";
import { ANY, bool, float, int, string, uint } from "../value/value.ts";
import type { Maybe } from "../value/value.ts";
import type { Conformed } from "./conform.ts";

/** A constant in a template. */
export type Literal = Extract<Operand, { type: "bool" | "number" | "string" }>;

function fine(value: Maybe): Conformed {
  return { ok: true, value };
}

/** The value of a constant where nothing says which type is wanted: its spelling decides, as in Go. */
export function literalValue(node: Literal): Conformed {
  if (node.type !== "number") {
    return fine(node.type === "bool" ? bool(node.value) : string(node.value));
  }
  const { value, literal } = node;
  if (value.complex !== undefined) {
    return fine({ kind: "complex", type: "complex128", ...value.complex });
  }
  const hexInteger = /^0[xX]/.test(literal) && literal.length > 2 && !/[pP]/.test(literal);
  if (value.float !== undefined && !hexInteger && !literal.startsWith("'") && /[.eEpP]/.test(literal)) {
    return fine(float(value.float));
  }
  return value.int === undefined ? { ok: false, fact: `${literal} overflows int` } : fine(int(value.int));
}

/** The value of a constant as an argument of a type; no type wants any value. */
export function literalFor(node: Literal, type: string | undefined): Conformed {
  const expected = (word: string): Conformed => ({ ok: false, fact: `expected ${word}; found ${nodeText(node)}` });
  const number = node.type === "number" ? node.value : {};
  switch (type) {
    case undefined:
    case "reflect.Value":
    case ANY:
      return literalValue(node);
    case "string":
      return node.type === "string" ? fine(string(node.value)) : expected("string");
    case "bool":
      return node.type === "bool" ? fine(bool(node.value)) : expected("bool");
    case "float64":
      return number.float === undefined ? expected("float") : fine(float(number.float));
    case "int":
    case "int64":
    case "time.Duration":
      return number.int === undefined ? expected("integer") : fine(int(number.int, type));
    case "uint64":
      return number.uint === undefined ? expected("unsigned integer") : fine(uint(number.uint));
    default:
      return { ok: false, fact: `can't handle ${nodeText(node)} for arg of type ${type}` };
  }
}
