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

/** A function and where its code stands in the file, if it does. */
export interface FunctionPlace {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** The Go functions of a program as runs of bytes in the file. @throws FormatError */
export function readFunctionPlaces(program: Program): readonly FunctionPlace[] {
  const functions = readGoFunctions(program);
  if (program.format === "wasm") {
    const { code } = program;
    return functions.flatMap(({ name, entry, size }) => {
      const body = code.at(bodyIndex(entry));
      return body === undefined ? [] : [{ name, offset: body.offset, size }];
    });
  }
  const memory = program.addressSpace;
  return functions.flatMap(({ name, entry, size }) => {
    const offset = memory.offsetOf(entry);
    return offset === undefined ? [] : [{ name, offset, size }];
  });
}

/**
 * A program counter in WebAssembly is a function's number, before Go 1.26 with 16 bits for the position in it: what counts
 * is the body in the code section.
 */
function withBodySizes(functions: readonly GoFunction[], module: WasmModule): readonly GoFunction[] {
  const { code } = module;
  return functions.map(({ name, entry }) => ({ name, entry, size: code.sizes[bodyIndex(entry)] ?? 0 }));
}

function bodyIndex(entry: bigint): number {
  return Number(entry >= 1n << 28n ? entry >> 16n : entry) - WASM_FUNCTION_BASE;
}
