import { sprintf } from "../format/printf.ts";
import { concrete, GoError } from "../value/value.ts";
import type { Maybe, Value } from "../value/value.ts";

type BasicKind = "bool" | "int" | "uint" | "float" | "complex" | "string";

const BASIC: ReadonlySet<string> = new Set(["bool", "int", "uint", "float", "complex", "string"]);

function basicKind(value: Maybe): BasicKind | undefined {
  return value !== undefined && BASIC.has(value.kind) ? (value.kind as BasicKind) : undefined;
}

function isNil(value: Maybe): boolean {
  return value === undefined || (value.kind === "slice" && value.nil === true);
}

function incompatible(a: Value, b: Value): GoError {
  return new GoError(`incompatible types for comparison: ${a.type} and ${b.type}`);
}

function equalBasic(a: Value, b: Value): boolean {
  if (a.kind === "complex" || b.kind === "complex") {
    return a.kind === "complex" && b.kind === "complex" && a.real === b.real && a.imaginary === b.imaginary;
  }
  return "value" in a && "value" in b && a.value === b.value;
}

/** Structs are equal when their fields are; only types that Go can compare get here. */
function equalDeep(a: Value, b: Value): boolean {
  if (a.kind === "struct" && b.kind === "struct") {
    return a.type === b.type && [...a.fields].every(([name, field]) => equalValues(field, b.fields.get(name)));
  }
  return a === b;
}

function equalValues(a: Maybe, b: Maybe): boolean {
  if (a === undefined || b === undefined) {
    return a === b;
  }
  return basicKind(a) === undefined ? equalDeep(a, b) : a.type === b.type && equalBasic(a, b);
}

function isComparable(value: Value): boolean {
  return value.kind === "struct"
    ? [...value.fields.values()].every(isComparable)
    : value.kind !== "map" && value.kind !== "slice" && value.kind !== "func";
}

/** Go's `eq`: whether the first equals any of the others. */
export function isEqual(first: Maybe, others: readonly Maybe[]): boolean {
  const a = concrete(first);
  if (others.length === 0) {
    throw new GoError("missing argument for comparison");
  }
  return others.some((other) => equalPair(a, concrete(other)));
}

function equalPair(a: Maybe, b: Maybe): boolean {
  const kinds = [basicKind(a), basicKind(b)] as const;
  if (kinds[0] !== kinds[1]) {
    const integers = kinds.every((kind) => kind === "int" || kind === "uint");
    if (a !== undefined && b !== undefined && !integers) {
      throw incompatible(a, b);
    }
    return integers && a !== undefined && b !== undefined && equalBasic(a, b);
  }
  if (kinds[0] !== undefined) {
    return a !== undefined && b !== undefined && equalBasic(a, b);
  }
  if (a !== undefined && b !== undefined && a.kind !== b.kind) {
    throw new GoError(`non-comparable types ${sprintf("%s", [a])}: ${a.type}, ${b.type}: ${sprintf("%v", [b])}`);
  }
  if (isNil(a) || isNil(b)) {
    return isNil(a) === isNil(b);
  }
  if (b !== undefined && !isComparable(b)) {
    throw new GoError(`non-comparable type ${sprintf("%s", [b])}: ${b.type}`);
  }
  return equalValues(a, b);
}

/** Go's `lt`. Only numbers and strings have an order. */
export function isLess(first: Maybe, second: Maybe): boolean {
  const a = concrete(first);
  const b = concrete(second);
  const kinds = [basicKind(a), basicKind(b)] as const;
  if (a === undefined || b === undefined || kinds.includes(undefined)) {
    throw new GoError("invalid type for comparison");
  }
  if (kinds[0] !== kinds[1] && !kinds.every((kind) => kind === "int" || kind === "uint")) {
    throw incompatible(a, b);
  }
  if (a.kind === "bool" || a.kind === "complex") {
    throw new GoError("invalid type for comparison");
  }
  return "value" in a && "value" in b && a.value !== undefined && b.value !== undefined && a.value < b.value;
}
