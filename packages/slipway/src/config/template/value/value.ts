import type { ByteString } from "../text/byte-string.ts";

/**
 * A Go value as templates see it. `type` is Go's name of its type; strings are byte strings.
 *
 * An `interface` is what an element of `map[string]interface {}` or `[]interface {}` is before it is looked into:
 * Go's messages tell the two apart, and it alone may hold nothing.
 */
export type Value =
  | BoolValue
  | IntValue
  | UintValue
  | FloatValue
  | ComplexValue
  | StringValue
  | SliceValue
  | MapValue
  | StructValue
  | FuncValue
  | InterfaceValue;

/** A value, or Go's invalid value: nothing at all, an untyped nil. */
export type Maybe = Value | undefined;

export interface BoolValue {
  readonly kind: "bool";
  readonly type: string;
  readonly value: boolean;
}

/** A signed integer; `time.Month` and the like have methods. */
export interface IntValue {
  readonly kind: "int";
  readonly type: string;
  readonly value: bigint;
  readonly methods?: Methods;
}

export interface UintValue {
  readonly kind: "uint";
  readonly type: string;
  readonly value: bigint;
}

export interface FloatValue {
  readonly kind: "float";
  readonly type: string;
  readonly value: number;
}

export interface ComplexValue {
  readonly kind: "complex";
  readonly type: string;
  readonly real: number;
  readonly imaginary: number;
}

export interface StringValue {
  readonly kind: "string";
  readonly type: string;
  readonly value: ByteString;
}

export interface SliceValue {
  readonly kind: "slice";
  readonly type: string;
  /** Type of the elements. */
  readonly element: string;
  readonly items: readonly Value[];
  /** A nil slice, which is not the same as an empty one to `%#v` and `eq`. */
  readonly nil?: boolean;
  /** Elements behind the last one that `slice` may bring back. */
  readonly spare?: readonly Value[];
}

/** A map with string keys. */
export interface MapValue {
  readonly kind: "map";
  readonly type: string;
  readonly element: string;
  readonly entries: ReadonlyMap<ByteString, Value>;
}

export interface StructValue {
  readonly kind: "struct";
  readonly type: string;
  readonly fields: ReadonlyMap<string, Value>;
  readonly methods?: Methods;
}

export interface FuncValue {
  readonly kind: "func";
  readonly type: string;
  readonly call: GoFunction;
}

export interface InterfaceValue {
  readonly kind: "interface";
  readonly type: string;
  readonly value: Maybe;
}

/** The methods of a value by name, without the receiver. */
export type Methods = Readonly<Record<string, GoFunction>>;

/**
 * A function that templates can call.
 *
 * `parameters` are Go type names; `reflect.Value` takes anything as it is, `interface {}` anything looked into.
 */
export interface GoFunction {
  readonly parameters: readonly string[];
  /** Type of any further arguments. */
  readonly variadic?: string;
  /** @throws {GoError} What Go's function would return as an error. */
  run(...args: Maybe[]): Maybe;
}

/** An error that a function returns to the template that called it, in Go's words (a byte string). */
export class GoError extends Error {
  override readonly name = "GoError";
}

export const ANY = "interface {}";

export function bool(value: boolean): BoolValue {
  return { kind: "bool", type: "bool", value };
}

/** A signed integer of a Go type, `int` unless named. */
export function int(value: bigint | number, type = "int"): IntValue {
  return { kind: "int", type, value: BigInt(value) };
}

/** An unsigned integer of a Go type. */
export function uint(value: bigint | number, type = "uint64"): UintValue {
  return { kind: "uint", type, value: BigInt(value) };
}

export function float(value: number): FloatValue {
  return { kind: "float", type: "float64", value };
}

/** A string from its bytes. */
export function string(value: ByteString): StringValue {
  return { kind: "string", type: "string", value };
}

/** `[]string` from byte strings. */
export function strings(items: readonly ByteString[]): SliceValue {
  return { kind: "slice", type: "[]string", element: "string", items: items.map(string) };
}

/** `map[string]string` from byte strings. */
export function stringMap(entries: Iterable<readonly [ByteString, ByteString]>, type = "map[string]string"): MapValue {
  return {
    kind: "map",
    type,
    element: "string",
    entries: new Map([...entries].map(([key, value]) => [key, string(value)])),
  };
}

/** What an interface holds, or the value itself. */
export function concrete(value: Maybe): Maybe {
  return value?.kind === "interface" ? value.value : value;
}

/** The zero value of an element type, for `index` of a missing key. */
export function zeroOf(type: string): Value {
  switch (type) {
    case "string":
      return string("");
    case "bool":
      return bool(false);
    case "int":
    case "int64":
      return int(0, type);
    case "uint64":
    case "uint8":
      return uint(0, type);
    case "float64":
      return float(0);
    default:
      return { kind: "interface", type: ANY, value: undefined };
  }
}

/** Keys in the order in which Go prints and ranges over a map: by bytes. */
export function sortedEntries(map: MapValue): (readonly [ByteString, Value])[] {
  return [...map.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Whether a value counts as true: not the zero of its type, and not empty. */
export function truth(value: Maybe): boolean {
  const inner = concrete(value);
  switch (inner?.kind) {
    case undefined:
      return false;
    case "bool":
      return inner.value;
    case "int":
    case "uint":
      return inner.value !== 0n;
    case "float":
      return inner.value !== 0;
    case "complex":
      return inner.real !== 0 || inner.imaginary !== 0;
    case "string":
      return inner.value !== "";
    case "slice":
      return inner.items.length > 0;
    case "map":
      return inner.entries.size > 0;
    default:
      return true;
  }
}
