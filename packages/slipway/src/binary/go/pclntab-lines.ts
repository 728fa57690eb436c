import type { AddressSpace } from "../address-space.ts";
import { Reader } from "../reader.ts";
import type { Pclntab, PclntabParts } from "./pclntab.ts";

/** A place in the source. */
export interface GoPosition {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** The tables of one function (`runtime._func` since Go 1.20) that positions come from. */
interface FunctionRecord {
  readonly name: string;
  readonly file: number;
  readonly line: number;
  readonly unit: number;
  readonly startLine: number;
  /** Offset of the table that numbers inlined calls, 0 for none. */
  readonly inlineIndex: number;
  /** Offset of the tree of inlined calls from `go:func.*`, undefined for none. */
  readonly inlineTree: number | undefined;
}

/** Indices of the inline tables (`internal/abi/symtab.go`). */
const PCDATA_INLINE_INDEX = 2;
const FUNCDATA_INLINE_TREE = 3;
/** Bytes of `runtime.inlinedCall`. */
const INLINED_CALL = 16;
/** The compiler's budget ends inlining long before; a deeper chain is a loop in a damaged table. */
const MAX_INLINED = 100;

/**
 * Positions in source files by a function's index and a program counter within it, as `runtime.Callers` finds them. For the
 * layout of Go 1.20 and later.
 */
export class PclntabLines {
  readonly #table: Pclntab;
  readonly #parts: PclntabParts;
  readonly #reader: Reader;
  readonly #memory: AddressSpace;
  /** The address of `go:func.*`, if the module data told it. */
  readonly #functionData: bigint | undefined;

  constructor(table: Pclntab, parts: PclntabParts, memory: AddressSpace, functionData: bigint | undefined) {
    this.#table = table;
    this.#parts = parts;
    this.#reader = new Reader(table.bytes, { littleEndian: table.littleEndian, addressSize: table.pointerSize });
    this.#memory = memory;
    this.#functionData = functionData;
  }

  /** The function's own declaration. @throws FormatError */
  declaration(index: number): GoPosition {
    const record = this.#record(index);
    return { function: record.name, file: this.#file(record, 0), line: record.startLine };
  }

  /**
   * Where the instruction at `pc` (counted from the function's entry) stands, then the calls around it that were inlined, out
   * to the function itself. @throws FormatError
   */
  positions(index: number, pc: number): readonly GoPosition[] {
    const record = this.#record(index);
    const found: GoPosition[] = [];
    let at = pc;
    for (let depth = 0; depth < MAX_INLINED; depth++) {
      const file = this.#file(record, at);
      const line = this.#value(record.line, at);
      const inlined = this.#value(record.inlineIndex, at);
      const call = inlined < 0 || record.inlineTree === undefined ? undefined : this.#call(record.inlineTree, inlined);
      found.push({ function: call?.name ?? record.name, file, line });
      if (call === undefined) break;
      at = call.parent;
    }
    return found;
  }

  #record(index: number): FunctionRecord {
    const reader = this.#reader.seek(this.#table.recordOffset(index) + 4, "func");
    const nameOffset = reader.u32("nameOff");
    reader.skip(12, "func");
    const file = reader.u32("pcfile");
    const line = reader.u32("pcln");
    const valueCount = reader.u32("npcdata");
    const unit = reader.u32("cuOffset");
    const startLine = reader.i32("startLine");
    const dataCount = reader.skip(3, "func").u8("nfuncdata");
    reader.count(valueCount, 4, "npcdata");
    const list = (count: number): number[] => Array.from({ length: count }, () => reader.u32("func data"));
    const inlineIndex = list(valueCount)[PCDATA_INLINE_INDEX] ?? 0;
    const tree = list(dataCount)[FUNCDATA_INLINE_TREE];
    const inlineTree = tree === 0xffffffff ? undefined : tree;
    return { name: this.#name(nameOffset), file, line, unit, startLine, inlineIndex, inlineTree };
  }

  #name(offset: number): string {
    return this.#reader.seek(this.#parts.names + offset, "nameOff").cstring("function name");
  }

  #file(record: FunctionRecord, pc: number): string {
    const number = this.#value(record.file, pc);
    if (number < 0) return "?";
    const offset = this.#reader.seek(this.#parts.units + (record.unit + number) * 4, "cutab").u32("cutab");
    if (offset === 0xffffffff) return "?";
    return this.#reader.seek(this.#parts.files + offset, "filetab").cstring("file name");
  }

  #call(tree: number, index: number): { readonly name: string; readonly parent: number } | undefined {
    if (this.#functionData === undefined) return undefined;
    const bytes = this.#memory.read(this.#functionData + BigInt(tree + index * INLINED_CALL), INLINED_CALL);
    if (bytes === undefined) return undefined;
    const reader = new Reader(bytes, { littleEndian: this.#table.littleEndian }).skip(4, "inlined call");
    const name = this.#name(reader.u32("nameOff"));
    return { name, parent: reader.u32("parentPc") };
  }

  /**
   * The value of a table at a program counter (`runtime.pcvalue`): pairs of a zigzag difference of the value and a length in
   * counters, from value -1 at the entry.
   */
  #value(table: number, pc: number): number {
    if (table === 0) return -1;
    const reader = this.#reader.seek(this.#parts.values + table, "pctab");
    let value = -1;
    let end = 0;
    for (let first = true; ; first = false) {
      const difference = reader.uleb32("pctab value");
      if (difference === 0 && !first) return -1;
      value += difference % 2 === 0 ? difference / 2 : -((difference + 1) / 2);
      end += reader.uleb32("pctab counter");
      if (pc < end) return value;
    }
  }
}
