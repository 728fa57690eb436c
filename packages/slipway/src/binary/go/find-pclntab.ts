import type { AddressSpace } from "../address-space.ts";
import type { Program } from "../read-binary.ts";
import { looksLikePclntab, tryPclntab, type Pclntab } from "./pclntab.ts";
import { dataRegions, namedPart, type NamedPart } from "./program-memory.ts";
import { findWasmTableHead } from "./wasm-quick-facts.ts";

/** A program's function table, where it is, and where the code that it speaks of starts. */
export interface FoundPclntab {
  readonly table: Pclntab;
  readonly address: bigint;
  readonly offset: number;
  /** `undefined` when neither the table nor the module data says it: entries are then offsets. Looked for when it is asked for. */
  readonly textStart: bigint | undefined;
}

/** Words of `runtime.moduledata` before `minpc`, unchanged since Go 1.16: a pointer, six slices, `findfunctab`. */
const MINPC_WORD = 20n;

/** What was found in a program before: many facts begin with the table, and a search reads the whole file. */
const known = new WeakMap<Program, FoundPclntab | null>();

/**
 * Finds the function table by its section, else by its magic. A stripped Windows program, or WebAssembly, has no
 * section of that name.
 *
 * @throws FormatError when the file itself is damaged
 */
export function findPclntab(program: Program): FoundPclntab | undefined {
  let result = known.get(program);
  if (result === undefined) known.set(program, (result = search(program) ?? null));
  return result ?? undefined;
}

/**
 * The function table as far as its list of functions, which is enough to count them and to name their files: in WebAssembly
 * the whole of it has to be put together first.
 *
 * @throws FormatError when the file itself is damaged
 */
export function findPclntabHead(program: Program): Pclntab | undefined {
  if (program.format !== "wasm" || known.has(program)) return findPclntab(program)?.table;
  return findWasmTableHead(program) ?? findPclntab(program)?.table;
}

function search(program: Program): FoundPclntab | undefined {
  const memory = program.addressSpace;
  const named = namedPart(program, "gopclntab");
  if (named !== undefined && named.bytes.length > 0) {
    const table = tryPclntab(named.bytes, named.offset);
    if (table !== undefined) return found(table, named.address, named.offset, program);
  }
  // Only Plan 9 keeps it among the code.
  const regions = memory.regions.toSorted((a, b) => Number(a.executable) - Number(b.executable));
  for (const region of regions) {
    const step = memory.pointerSize;
    const first = Number((BigInt(step) - (region.address % BigInt(step))) % BigInt(step));
    for (let at = first; at + 64 <= region.bytes.length; at += step) {
      if (!looksLikePclntab(region.bytes, at)) continue;
      const offset = region.offset < 0 ? at : region.offset + at;
      const table = tryPclntab(region.bytes.subarray(at), offset);
      if (table !== undefined)
        return found(table, region.address + BigInt(at), region.offset < 0 ? -1 : offset, program);
    }
  }
  return undefined;
}

function found(table: Pclntab, address: bigint, offset: number, program: Program): FoundPclntab {
  let known: { readonly textStart: bigint | undefined } | undefined;
  return {
    table,
    address,
    offset,
    get textStart() {
      known ??= { textStart: textStartOf(table, address, program) };
      return known.textStart;
    },
  };
}

function textStartOf(table: Pclntab, address: bigint, program: Program): bigint | undefined {
  if (!table.relative) return 0n;
  return table.textStart === 0n ? textStartFromModule(table, address, program) : table.textStart;
}

/**
 * `runtime.firstmoduledata` starts with a pointer to the table and holds the first function's address, from which the start
 * of the text follows. Since Go 1.26 it has a section of its own.
 */
function textStartFromModule(table: Pclntab, address: bigint, program: Program): bigint | undefined {
  const memory = program.addressSpace;
  const named = namedPart(program, "go.module");
  return (
    textStartIn(named === undefined ? [] : [named], table, address, memory) ??
    textStartIn(dataRegions(memory), table, address, memory)
  );
}

function textStartIn(
  parts: readonly NamedPart[],
  table: Pclntab,
  address: bigint,
  memory: AddressSpace,
): bigint | undefined {
  const size = memory.pointerSize;
  for (const region of parts) {
    const view = new DataView(region.bytes.buffer, region.bytes.byteOffset, region.bytes.byteLength);
    const first = Number((BigInt(size) - (region.address % BigInt(size))) % BigInt(size));
    const low = Number(address & 0xffffffffn);
    const lowAt = size === 8 && !memory.littleEndian ? 4 : 0;
    for (let at = first; at + 24 * size <= view.byteLength; at += size) {
      if (view.getUint32(at + lowAt, memory.littleEndian) !== low) continue;
      const start = region.address + BigInt(at);
      if (memory.pointerAt(start) !== address) continue;
      const minimum = memory.pointerAt(start + MINPC_WORD * BigInt(size));
      const maximum = memory.pointerAt(start + (MINPC_WORD + 1n) * BigInt(size));
      const text = memory.pointerAt(start + (MINPC_WORD + 2n) * BigInt(size));
      if (minimum === undefined || maximum === undefined || text === undefined) continue;
      const span = table.entry(table.functionCount) - table.entry(0);
      if (minimum >= text && maximum - minimum === span) return minimum - table.entry(0);
    }
  }
  return undefined;
}
