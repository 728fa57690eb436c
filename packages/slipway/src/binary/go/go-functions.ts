import type { Program } from "../read-binary.ts";
import type { WasmModule } from "../wasm/wasm-module.ts";
import { findPclntab } from "./find-pclntab.ts";
import type { GoFunction } from "./pclntab.ts";

/** WebAssembly functions are numbered from here in program counters (`cmd/link/internal/wasm/asm.go`). */
const WASM_FUNCTION_BASE = 0x1000;

/**
 * The Go functions of a program with their sizes in code, in the order of the code; works on stripped programs. Empty
 * when the program has no function table.
 *
 * @throws FormatError
 */
export function readGoFunctions(program: Program): readonly GoFunction[] {
  const found = findPclntab(program);
  if (found === undefined) return [];
  const functions = found.table.functions(found.textStart);
  return program.format === "wasm" ? withBodySizes(functions, program) : functions;
}

/**
 * A program counter in WebAssembly is a function's number, before Go 1.26 with 16 bits for the position in it: what counts
 * is the body in the code section.
 */
function withBodySizes(functions: readonly GoFunction[], module: WasmModule): readonly GoFunction[] {
  const { code } = module;
  return functions.map(({ name, entry }) => {
    const number = entry >= 1n << 28n ? Number(entry >> 16n) : Number(entry);
    return { name, entry, size: code[number - WASM_FUNCTION_BASE]?.size ?? 0 };
  });
}
