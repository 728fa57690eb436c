import { decodeText } from "../decode-text.ts";
import type { Reader } from "../reader.ts";
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

/** Reads the symbol table. @throws FormatError */
export function readCoffSymbols(
  reader: Reader,
  coff: CoffHeader,
  names: StringTable | undefined,
): readonly CoffSymbol[] {
  if (coff.symbolOffset === 0) return [];
  reader.seek(coff.symbolOffset, "PointerToSymbolTable").count(coff.symbolCount, RECORD, "NumberOfSymbols");
  const symbols: CoffSymbol[] = [];
  let index = 0;
  while (index < coff.symbolCount) {
    reader.seek(coff.symbolOffset + index * RECORD, "symbol");
    const nameBytes = reader.take(8, "Name");
    const value = reader.u32("Value");
    const section = reader.i16("SectionNumber");
    const type = reader.u16("Type");
    const storageClass = reader.u8("StorageClass");
    const auxiliary = reader.u8("NumberOfAuxSymbols");
    symbols.push({ name: symbolName(nameBytes, names), value, section, type, storageClass });
    index += 1 + auxiliary;
  }
  return symbols;
}

function symbolName(bytes: Uint8Array, names: StringTable | undefined): string {
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0) {
    const offset = bytes[4]! + bytes[5]! * 0x100 + bytes[6]! * 0x10000 + bytes[7]! * 0x1000000;
    return offset === 0 ? "" : (names?.at(offset, "Name") ?? "");
  }
  const end = bytes.indexOf(0);
  return decodeText(bytes, 0, end < 0 ? 8 : end);
}
