import { functionExports } from "../../binary/wasm/function-exports.ts";
import type { WasmModule } from "../../binary/wasm/wasm-module.ts";

/** A function that a page can call. */
export interface ExportedFunction {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** A type of TypeScript; `void` for none. */
  readonly result: string;
}

interface Parameter {
  readonly name: string;
  readonly type: string;
}

/** How values of WebAssembly look in JavaScript. */
const TYPES: Readonly<Record<string, string>> = { i32: "number", i64: "bigint", f32: "number", f64: "number" };

/** The functions of `//go:wasmexport`, from the program itself; `names` are the parameters' names where the source tells. */
export function exportedFunctions(
  module: WasmModule,
  names: ReadonlyMap<string, readonly string[]>,
): readonly ExportedFunction[] {
  return functionExports(module).map(({ name, type }) => {
    // A string is two parameters of WebAssembly, and then names cannot be told apart.
    const told = names.get(name) ?? [];
    const known = told.length === type.params.length ? told : [];
    const parameters = type.params.map((each, at) => ({
      name: known[at] ?? `p${at}`,
      type: TYPES[each] ?? "unknown",
    }));
    return { name, parameters, result: TYPES[type.results[0] ?? ""] ?? "void" };
  });
}
