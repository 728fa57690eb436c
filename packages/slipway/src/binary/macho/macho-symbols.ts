import type { Reader } from "../reader.ts";
import { StringTable } from "../string-table.ts";
import type { MachoSymtab } from "./macho-commands.ts";
import { N, N_DESC } from "./macho-constants.ts";

/** A symbol of LC_SYMTAB (`struct nlist`). */
export interface MachoSymbol {
  readonly name: string;
  readonly type: number;
  readonly section: number;
  readonly description: number;
  readonly value: bigint;
}

/** A symbol that the program takes from a library. `library` counts load commands from 1; 0 is itself. */
export interface MachoImport {
  readonly name: string;
  readonly library: number;
  readonly weak: boolean;
}

/** Looks at a symbol's type and the bytes of its name, from `start` to `end`, and says whether it is worth reading. */
export type MachoCheck = (type: number, bytes: Uint8Array, start: number, end: number) => boolean;

/** Reads the symbol table; with `wanted`, only the symbols that pass it, since names are most of the cost. @throws FormatError */
export function readMachoSymbols(reader: Reader, table: MachoSymtab, wanted?: MachoCheck): readonly MachoSymbol[] {
  if (table.symbolCount === 0) return [];
  const each = reader.addressSize === 8 ? 16 : 12;
  const strings = new StringTable(
    reader.slice(table.stringOffset, table.stringSize, "strsize"),
    reader.origin + table.stringOffset,
  );
  reader.seek(table.symbolOffset, "symoff").count(table.symbolCount, each, "nsyms");
  const symbols: MachoSymbol[] = [];
  for (let index = 0; index < table.symbolCount; index++) {
    const name = reader.seek(table.symbolOffset + index * each, "symoff").u32("n_strx");
    const type = reader.u8("n_type");
    if (wanted !== undefined && !wanted(type, strings.bytes, name, strings.end(name, "n_strx"))) continue;
    const section = reader.u8("n_sect");
    const description = reader.u16("n_desc");
    const value = reader.address("n_value");
    symbols.push({ name: strings.at(name, "n_strx"), type, section, description, value });
  }
  return symbols;
}

/** The undefined external symbols. In a two-level namespace the high byte of `n_desc` is the library's ordinal. */
export function importsOf(symbols: readonly MachoSymbol[]): readonly MachoImport[] {
  return symbols
    .filter((symbol) => isImport(symbol.type))
    .map((symbol) => ({
      name: symbol.name,
      library: symbol.description >> 8,
      weak: (symbol.description & N_DESC.WEAK_REF) !== 0,
    }));
}

/** Whether a symbol of this type is undefined and external. */
export function isImport(type: number): boolean {
  return (type & N.STAB) === 0 && (type & N.TYPE) === N.UNDF && (type & N.EXT) !== 0;
}

/** The defined external symbols that are not private to the image. */
export function exportsOf(symbols: readonly MachoSymbol[]): readonly MachoSymbol[] {
  return symbols.filter(
    (symbol) =>
      (symbol.type & (N.STAB | N.PEXT)) === 0 && (symbol.type & N.EXT) !== 0 && (symbol.type & N.TYPE) !== N.UNDF,
  );
}
