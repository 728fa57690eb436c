import type { NameCheck } from "../name-check.ts";
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

/** Which symbols are worth reading: by their type, which is cheapest, and by the bytes of their names. */
export interface MachoWanted {
  readonly type?: (type: number) => boolean;
  readonly name?: NameCheck;
}

/** Reads the symbol table; with `wanted`, only the symbols that pass it, since names are most of the cost. @throws FormatError */
export function readMachoSymbols(reader: Reader, table: MachoSymtab, wanted: MachoWanted = {}): readonly MachoSymbol[] {
  if (table.symbolCount === 0) return [];
  const each = reader.addressSize === 8 ? 16 : 12;
  const strings = new StringTable(
    reader.slice(table.stringOffset, table.stringSize, "strsize"),
    reader.origin + table.stringOffset,
  );
  reader.seek(table.symbolOffset, "symoff").count(table.symbolCount, each, "nsyms");
  const records = reader.slice(table.symbolOffset, table.symbolCount * each, "nsyms");
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const { littleEndian } = reader;
  const symbols: MachoSymbol[] = [];
  for (let at = 0; at < records.length; at += each) {
    const type = records[at + 4]!;
    if (wanted.type !== undefined && !wanted.type(type)) continue;
    const name = view.getUint32(at, littleEndian);
    if (wanted.name !== undefined && !wanted.name(strings.bytes, name, strings.end(name, "n_strx"))) continue;
    symbols.push({
      name: strings.at(name, "n_strx"),
      type,
      section: records[at + 5]!,
      description: view.getUint16(at + 6, littleEndian),
      value: each === 16 ? view.getBigUint64(at + 8, littleEndian) : BigInt(view.getUint32(at + 8, littleEndian)),
    });
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
