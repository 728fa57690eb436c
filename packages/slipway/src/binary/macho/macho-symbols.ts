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

/** Reads the symbol table. @throws FormatError */
export function readMachoSymbols(reader: Reader, table: MachoSymtab): readonly MachoSymbol[] {
  if (table.symbolCount === 0) return [];
  const each = reader.addressSize === 8 ? 16 : 12;
  const strings = new StringTable(
    reader.slice(table.stringOffset, table.stringSize, "strsize"),
    reader.origin + table.stringOffset,
  );
  reader.seek(table.symbolOffset, "symoff").count(table.symbolCount, each, "nsyms");
  return Array.from({ length: table.symbolCount }, () => {
    const name = reader.u32("n_strx");
    const type = reader.u8("n_type");
    const section = reader.u8("n_sect");
    const description = reader.u16("n_desc");
    const value = reader.address("n_value");
    return { name: strings.at(name, "n_strx"), type, section, description, value };
  });
}

/** The undefined external symbols. In a two-level namespace the high byte of `n_desc` is the library's ordinal. */
export function importsOf(symbols: readonly MachoSymbol[]): readonly MachoImport[] {
  return symbols
    .filter(
      (symbol) => (symbol.type & N.STAB) === 0 && (symbol.type & N.TYPE) === N.UNDF && (symbol.type & N.EXT) !== 0,
    )
    .map((symbol) => ({
      name: symbol.name,
      library: symbol.description >> 8,
      weak: (symbol.description & N_DESC.WEAK_REF) !== 0,
    }));
}

/** The defined external symbols that are not private to the image. */
export function exportsOf(symbols: readonly MachoSymbol[]): readonly MachoSymbol[] {
  return symbols.filter(
    (symbol) =>
      (symbol.type & (N.STAB | N.PEXT)) === 0 && (symbol.type & N.EXT) !== 0 && (symbol.type & N.TYPE) !== N.UNDF,
  );
}
