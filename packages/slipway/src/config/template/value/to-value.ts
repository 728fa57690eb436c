import { toBytes } from "../text/byte-string.ts";
import { ANY, bool, float, int, string, stringMap } from "./value.ts";
import type { Maybe, StructValue, Value } from "./value.ts";

/** A value of a Go type that plain JavaScript cannot say; made by `goValue`, `goUint` or `goStruct`. */
export class GoValue {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** An unsigned 64-bit integer, as `Major`, `Minor` and `Patch` are. */
export function goUint(value: bigint | number): GoValue {
  return new GoValue({ kind: "uint", type: "uint64", value: BigInt(value) });
}

/** A struct with exported fields in order, as `Runtime` is; a template cannot ask for a field it does not have. */
export function goStruct(type: string, fields: Readonly<Record<string, unknown>>): GoValue {
  const entries = Object.entries(fields).map(([key, value]) => [key, concreteValue(value)] as const);
  return new GoValue({ kind: "struct", type, fields: new Map(entries) } satisfies StructValue);
}

/** `map[string]string` under a name of its own, as the environment is. */
export function goStringMap(entries: Readonly<Record<string, string>>, type = "map[string]string"): GoValue {
  return new GoValue(
    stringMap(
      Object.entries(entries).map(([key, value]) => [toBytes(key), toBytes(value)]),
      type,
    ),
  );
}

function concreteValue(data: unknown): Value {
  return toValue(data) ?? { kind: "interface", type: ANY, value: undefined };
}

/**
 * The Go value of plain data.
 *
 * Strings, booleans; a `bigint` is an `int64`, an integral number an `int`, another number a `float64`; arrays, Maps and plain objects whose
 * values are all strings are `[]string` and `map[string]string`, others hold interfaces; null and undefined are nil.
 *
 * @throws {TypeError} For functions, symbols and objects of a class, which no template can read.
 */
export function toValue(data: unknown): Maybe {
  switch (typeof data) {
    case "undefined":
      return undefined;
    case "string":
      return string(toBytes(data));
    case "boolean":
      return bool(data);
    case "bigint":
      return int(data, "int64");
    case "number":
      return Number.isSafeInteger(data) ? int(data) : float(data);
    case "object":
      return data === null ? undefined : fromObject(data);
    default:
      throw new TypeError(`Internal error: a template cannot read a ${typeof data}`);
  }
}

function fromObject(data: object): Value {
  if (data instanceof GoValue) {
    return data.value;
  }
  if (Array.isArray(data)) {
    const element = data.every((item) => typeof item === "string") ? "string" : ANY;
    return { kind: "slice", type: `[]${element}`, element, items: data.map((item) => elementOf(element, item)) };
  }
  const prototype: unknown = Object.getPrototypeOf(data);
  if (!(data instanceof Map) && prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`Internal error: a template cannot read a ${data.constructor.name}`);
  }
  const entries: [unknown, unknown][] = data instanceof Map ? [...data] : Object.entries(data);
  const element = entries.every(([, value]) => typeof value === "string") ? "string" : ANY;
  return {
    kind: "map",
    type: `map[string]${element}`,
    element,
    entries: new Map(entries.map(([key, value]) => [toBytes(String(key)), elementOf(element, value)])),
  };
}

function elementOf(element: string, data: unknown): Value {
  return element === ANY ? { kind: "interface", type: ANY, value: toValue(data) } : concreteValue(data);
}
