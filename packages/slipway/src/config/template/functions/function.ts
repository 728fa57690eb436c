import { GoError } from "../value/value.ts";
import type { GoFunction, Maybe } from "../value/value.ts";
import type { ByteString } from "../text/byte-string.ts";

/** The bytes of an argument that its parameter's type promises to be a string. */
export function text(value: Maybe): ByteString {
  if (value?.kind !== "string") {
    throw new GoError("Internal error: not a string");
  }
  return value.value;
}

/** The byte strings of an argument of type `[]string`. */
export function texts(value: Maybe): ByteString[] {
  if (value?.kind !== "slice") {
    throw new GoError("Internal error: not a list");
  }
  return value.items.map(text);
}

/** A function of strings. */
export function ofStrings(count: number, run: (...values: ByteString[]) => Maybe): GoFunction {
  return { parameters: Array.from({ length: count }, () => "string"), run: (...values) => run(...values.map(text)) };
}
