import { ANY } from "../value/value.ts";
import type { Maybe, Value } from "../value/value.ts";

/** Whether a value can be passed as an argument of a type, and what is passed. */
export type Conformed = { readonly ok: true; readonly value: Maybe } | { readonly ok: false; readonly fact: string };

/** Types that nil can be assigned to; others are named and hold something. */
function canBeNil(type: string): boolean {
  return (
    type === ANY ||
    type === "reflect.Value" ||
    type.startsWith("[]") ||
    type.startsWith("map[") ||
    type.startsWith("func(")
  );
}

/** The nil of a type: nothing for an interface, an empty list or map for the others. */
function nilOf(type: string): Maybe {
  if (type.startsWith("[]")) {
    return { kind: "slice", type, element: type.slice(2), items: [], nil: true };
  }
  return type.startsWith("map[")
    ? { kind: "map", type, element: type.slice(type.indexOf("]") + 1), entries: new Map() }
    : undefined;
}

/** The type without its name: `context.Env` is `map[string]string`. */
function underlying(value: Value): string {
  return value.kind === "map"
    ? `map[string]${value.element}`
    : value.kind === "slice"
      ? `[]${value.element}`
      : value.type;
}

function isAssignable(value: Value, type: string): boolean {
  return type === ANY || value.type === type || underlying(value) === type;
}

/**
 * Checks an argument against a parameter's type as Go's `reflect` does; no type stands for any value.
 * An interface is looked into once when it does not fit itself.
 */
export function conform(value: Maybe, type: string | undefined): Conformed {
  if (type === undefined || type === "reflect.Value") {
    return { ok: true, value };
  }
  if (value === undefined) {
    return canBeNil(type) ? { ok: true, value: nilOf(type) } : { ok: false, fact: `invalid value; expected ${type}` };
  }
  const inner = value.kind === "interface" && type !== ANY ? (value.value ?? value) : value;
  return isAssignable(inner, type)
    ? { ok: true, value: inner }
    : { ok: false, fact: `wrong type for value; expected ${type}; got ${inner.type}` };
}

const INTEGERS: Readonly<Record<string, "int" | "uint">> = { int: "int", int64: "int", uint8: "uint", uint64: "uint" };

/** As `conform`, but integers of any type become the wanted one: the rule of `call`. */
export function conformLoosely(value: Maybe, type: string): Conformed {
  const kind = Object.hasOwn(INTEGERS, type) ? INTEGERS[type] : undefined;
  if (kind !== undefined && (value?.kind === "int" || value?.kind === "uint")) {
    const bits = type === "uint8" ? 8 : 64;
    const number = kind === "int" ? BigInt.asIntN(bits, value.value) : BigInt.asUintN(bits, value.value);
    return { ok: true, value: { kind, type, value: number } };
  }
  return conform(value, type);
}
