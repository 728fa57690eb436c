import type { Reader } from "../reader.ts";
import { readName } from "./wasm-imports.ts";

/** The `producers` section (tool conventions): who wrote this, field by field. */
export interface WasmProducers {
  readonly [field: string]: readonly { readonly name: string; readonly version: string }[];
}

/** An entry of `target_features`: `+` used, `-` must not be used, `=` required. */
export interface WasmFeature {
  readonly prefix: string;
  readonly name: string;
}

/** The `name` section's module name and function names. */
export interface WasmNames {
  readonly module: string | undefined;
  readonly functions: ReadonlyMap<number, string>;
}

/** @throws FormatError */
export function readProducers(reader: Reader): WasmProducers {
  const producers: Record<string, { name: string; version: string }[]> = {};
  const count = reader.uleb32("producers field count");
  reader.count(count, 2, "producers field count");
  for (let index = 0; index < count; index++) {
    const field = readName(reader, "producers field");
    const values = reader.uleb32("producers value count");
    reader.count(values, 2, "producers value count");
    producers[field] = Array.from({ length: values }, () => ({
      name: readName(reader, "producers name"),
      version: readName(reader, "producers version"),
    }));
  }
  return producers;
}

/** @throws FormatError */
export function readTargetFeatures(reader: Reader): readonly WasmFeature[] {
  const count = reader.uleb32("feature count");
  reader.count(count, 2, "feature count");
  return Array.from({ length: count }, () => ({
    prefix: String.fromCharCode(reader.u8("feature prefix")),
    name: readName(reader, "feature name"),
  }));
}

/** @throws FormatError */
export function readNames(reader: Reader): WasmNames {
  let module: string | undefined;
  const functions = new Map<number, string>();
  while (reader.remaining > 0) {
    const id = reader.u8("name subsection");
    const size = reader.uleb32("name subsection size");
    const part = reader.sub(reader.position, size, "name subsection size");
    reader.skip(size, "name subsection size");
    if (id === 0) module = readName(part, "module name");
    if (id === 1) {
      const count = part.uleb32("function name count");
      part.count(count, 2, "function name count");
      for (let index = 0; index < count; index++) {
        functions.set(part.uleb32("function index"), readName(part, "function name"));
      }
    }
  }
  return { module, functions };
}
