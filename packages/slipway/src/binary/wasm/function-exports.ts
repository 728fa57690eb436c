import type { WasmModule } from "./wasm-module.ts";
import type { WasmFunctionType } from "./wasm-types.ts";

/** A function that a program exports for its host. */
export interface FunctionExport {
  readonly name: string;
  readonly type: WasmFunctionType;
}

/** Exports that belong to the toolchains. */
const OWN =
  /^(?:_start|_initialize|memory|mem|run|resume|getsp|asyncify_.*|go_scheduler|malloc|free|calloc|realloc|_rt0_.*)$/;

/** The exported functions that are the program's own, such as those of `//go:wasmexport`, in the order of their names. */
export function functionExports(module: WasmModule): readonly FunctionExport[] {
  const importTypes = module.imports.flatMap((each) => (each.kind === "function" ? [each.type] : []));
  const typeIndices = [...importTypes, ...module.functions];
  const found: FunctionExport[] = [];
  for (const { name, kind, index } of module.exports) {
    if (kind !== "function" || OWN.test(name)) continue;
    const type = module.types[typeIndices[index] ?? -1];
    if (type !== undefined) found.push({ name, type });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
