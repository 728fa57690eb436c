import type { AddressSpace } from "../address-space.ts";
import { FormatError } from "../format-error.ts";
import { Reader } from "../reader.ts";
import type { WasmModule } from "../wasm/wasm-module.ts";
import { findPclntab } from "./find-pclntab.ts";
import type { Pclntab } from "./pclntab.ts";
import { PclntabLines, type GoPosition } from "./pclntab-lines.ts";
import { dataRegions } from "./program-memory.ts";
import { readFunctionSites, type FunctionSites } from "./wasm-call-sites.ts";

/** Where a frame of an engine's stack stands in the source. */
export interface WasmPosition {
  /** Innermost first, more than one where calls were inlined. */
  readonly calls: readonly GoPosition[];
  /** The last line that it may be, where the table gives several lines one counter. */
  readonly lastLine?: number;
}

/** Words of `runtime.moduledata` (Go 1.20 and later), and the first function's number. */
const MINPC_WORD = 20n;
const GOFUNC_WORD = 40n;
const FIRST_FUNCTION = 0x1000;

/**
 * Source positions for the stacks of a Go program in an engine: `wasm-function[INDEX]:OFFSET`. They come from the function table,
 * so they are there after `-s -w` too.
 */
export class WasmPositions {
  readonly #module: WasmModule;
  readonly #lines: PclntabLines;
  readonly #imports: number;
  readonly #first: number;
  readonly #count: number;
  readonly #sites = new Map<number, FunctionSites>();

  /**
   * Undefined for a program without Go's function table, with one of Go before 1.20, or whose functions are not those of the table any
   * more: a tool such as wasm-opt that removes functions gives the others new numbers, and names would be wrong. @throws FormatError
   */
  static read(module: WasmModule): WasmPositions | undefined {
    const found = findPclntab(module);
    if (found?.table.parts === undefined || found.table.layout !== "1.20") return undefined;
    const positions = new WasmPositions(module, found.table, found.address);
    return positions.#first + positions.#count === module.code.length ? positions : undefined;
  }

  private constructor(module: WasmModule, table: Pclntab, address: bigint) {
    const data = findModuleData(module.addressSpace, address);
    this.#module = module;
    this.#lines = new PclntabLines(table, table.parts!, module.addressSpace, data?.functionData);
    this.#imports = module.imports.filter(({ kind }) => kind === "function").length;
    this.#first = (data?.first ?? FIRST_FUNCTION) - FIRST_FUNCTION;
    this.#count = table.functionCount;
  }

  /**
   * The position of a frame; undefined for a function that is not Go's. Without an offset (some engines tell none) the function's
   * declaration.
   */
  locate(functionIndex: number, offset?: number): WasmPosition | undefined {
    const code = functionIndex - this.#imports;
    const index = code - this.#first;
    if (index < 0 || index >= this.#count) return undefined;
    try {
      return this.#locate(code, index, offset);
    } catch (error) {
      // A damaged table leaves the engine's own words.
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }

  #locate(code: number, index: number, offset: number | undefined): WasmPosition {
    const declared: WasmPosition = { calls: [this.#lines.declaration(index)] };
    const body = this.#module.code.at(code);
    if (offset === undefined || body === undefined) return declared;
    const { calls, wraps } = this.#sitesOf(code);
    const at = (next: number): readonly GoPosition[] => this.#lines.positions(index, Math.max(next - 1, 0));
    const exact = calls.find(({ call }) => call === offset);
    if (exact !== undefined) return { calls: at(exact.next) };
    const before = calls.findLast(({ call }) => call < offset);
    const after = calls.find(({ call }) => call > offset);
    // The engine's own stack ends before a function's first instruction.
    const firstCode = wraps[0] ?? calls[0]?.call ?? offset;
    if (before === undefined && (after === undefined || offset < firstCode)) return declared;
    const next = after === undefined ? this.#lines.positions(index, (before?.next ?? 0) + 1) : at(after.next);
    if (before === undefined) return span(declared.calls, next);
    // The first use of a pointer after its nil check is what was checked for.
    const uses = wraps.filter((wrap) => wrap > before.call && wrap < offset).length;
    if (uses <= 1 && this.#isNilCheck(before.callee)) return { calls: at(before.next) };
    return span(at(before.next), next);
  }

  #isNilCheck(callee: number | undefined): boolean {
    if (callee === undefined) return false;
    return this.#lines.declaration(callee - this.#imports - this.#first).function === "runtime.sigpanic";
  }

  #sitesOf(code: number): FunctionSites {
    let sites = this.#sites.get(code);
    if (sites === undefined) {
      const { offset, size } = this.#module.code.at(code)!;
      const body = new Reader(this.#module.bytes.subarray(offset, offset + size), { origin: offset });
      sites = readFunctionSites(body, FIRST_FUNCTION + code);
      this.#sites.set(code, sites);
    }
    return sites;
  }
}

/** Between two known places: their lines when both are in one function and file, else the nearer one. */
function span(from: readonly GoPosition[], to: readonly GoPosition[]): WasmPosition {
  const [start] = from;
  const [end] = to;
  const same = start?.function === end?.function && start?.file === end?.file;
  if (start === undefined || end === undefined || !same || end.line <= start.line) return { calls: from };
  return { calls: from, lastLine: end.line };
}

/** `runtime.firstmoduledata`, which starts with a pointer to the table: the first function's number and `go:func.*`. */
function findModuleData(
  memory: AddressSpace,
  table: bigint,
): { readonly first: number; readonly functionData: bigint } | undefined {
  for (const region of dataRegions(memory)) {
    const view = new DataView(region.bytes.buffer, region.bytes.byteOffset, region.bytes.byteLength);
    for (let at = Number((8n - (region.address % 8n)) % 8n); at + 42 * 8 <= view.byteLength; at += 8) {
      if (view.getUint32(at, true) !== Number(table & 0xffffffffn)) continue;
      const word = (index: bigint): bigint => view.getBigUint64(at + Number(index) * 8, true);
      const minimum = word(MINPC_WORD);
      const [rodata, functions, end] = [word(GOFUNC_WORD - 1n), word(GOFUNC_WORD), word(GOFUNC_WORD + 1n)];
      if (word(0n) !== table || minimum % 0x10000n !== 0n || minimum >> 16n < FIRST_FUNCTION) continue;
      const ordered = rodata <= functions && (functions <= end || end < rodata);
      return { first: Number(minimum >> 16n), functionData: ordered ? functions : 0n };
    }
  }
  return undefined;
}
