import { decodeText } from "../decode-text.ts";
import type { Reader } from "../reader.ts";
import type { NameCheck } from "../name-check.ts";
import { StringTable } from "../string-table.ts";
import type { CoffHeader } from "./pe-header.ts";

/** A COFF symbol. `section` counts from 1; 0 is undefined, -1 absolute, -2 debug. Auxiliary records are left out. */
export interface CoffSymbol {
  readonly name: string;
  readonly value: number;
  readonly section: number;
  readonly type: number;
  readonly storageClass: number;
}

const RECORD = 18;

/** The string table, which follows the symbols and starts with its own length. */
export function readCoffStrings(reader: Reader, coff: CoffHeader): StringTable | undefined {
  if (coff.symbolOffset === 0) return undefined;
  const offset = coff.symbolOffset + coff.symbolCount * RECORD;
  const size = reader.seek(offset, "PointerToSymbolTable").u32("string table size");
  return new StringTable(reader.slice(offset, Math.max(size, 4), "string table size"), offset);
}

/**
 * Reads the symbol table; with `wanted`, only the symbols whose names pass it, since names are most of the cost.
 *
 * @throws FormatError
 */
export function readCoffSymbols(
  reader: Reader,
  coff: CoffHeader,
  names: StringTable | undefined,
  wanted?: NameCheck,
): readonly CoffSymbol[] {
  if (coff.symbolOffset === 0) return [];
  reader.seek(coff.symbolOffset, "PointerToSymbolTable").count(coff.symbolCount, RECORD, "NumberOfSymbols");
  const symbols: CoffSymbol[] = [];
  let index = 0;
  while (index < coff.symbolCount) {
    reader.seek(coff.symbolOffset + index * RECORD, "symbol");
    const name = symbolName(reader, names);
    const value = reader.u32("Value");
    const section = reader.i16("SectionNumber");
    const type = reader.u16("Type");
    const storageClass = reader.u8("StorageClass");
    const auxiliary = reader.u8("NumberOfAuxSymbols");
    index += 1 + auxiliary;
    if (wanted !== undefined && !wanted(name.bytes, name.start, name.end)) continue;
    symbols.push({ name: decodeText(name.bytes, name.start, name.end), value, section, type, storageClass });
  }
  return symbols;
}

/** Where a name's bytes are: in the record, or for a longer one in the string table. Eight bytes of the record are read. */
function symbolName(
  reader: Reader,
  names: StringTable | undefined,
): { readonly bytes: Uint8Array; readonly start: number; readonly end: number } {
  const { bytes, position: start } = reader;
  const first = reader.u32("Name");
  const offset = reader.u32("Name");
  if (first !== 0) {
    let end = start;
    while (end < start + 8 && bytes[end] !== 0) end++;
    return { bytes, start, end };
  }
  if (offset === 0 || names === undefined) return { bytes, start, end: start };
  return { bytes: names.bytes, start: offset, end: names.end(offset, "Name") };
}
