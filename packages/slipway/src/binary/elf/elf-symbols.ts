import type { NameCheck } from "../name-check.ts";
import type { Reader } from "../reader.ts";
import type { StringTable } from "../string-table.ts";
import { SHN } from "./elf-constants.ts";

/** A symbol. `section` is a section index or a reserved SHN number, `binding` STB, `type` STT. */
export interface ElfSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly size: bigint;
  readonly binding: number;
  readonly type: number;
  readonly visibility: number;
  readonly section: number;
}

/** Where the parts of a symbol table are. `indexes` is an SHT_SYMTAB_SHNDX table for files of over 65,279 sections. */
export interface SymbolTableRange {
  readonly offset: number;
  readonly size: number;
  readonly names: StringTable;
  readonly indexes?: { readonly offset: number; readonly size: number } | undefined;
}

/**
 * Reads every symbol, the null symbol at index 0 included, so that indexes keep their meaning. With `wanted`, only those
 * whose names pass it: a large program has hundreds of thousands, and names are most of the cost.
 *
 * @throws FormatError
 */
export function readElfSymbols(reader: Reader, range: SymbolTableRange, wanted?: NameCheck): readonly ElfSymbol[] {
  const wide = reader.addressSize === 8;
  const each = wide ? 24 : 16;
  const part = reader.sub(range.offset, range.size, "symbol table");
  const indexes =
    range.indexes === undefined ? undefined : reader.sub(range.indexes.offset, range.indexes.size, "SHT_SYMTAB_SHNDX");
  const symbols: ElfSymbol[] = [];
  const names = range.names.bytes;
  for (let index = 0; index < Math.floor(range.size / each); index++) {
    const name = part.seek(index * each, "symbol table").u32("st_name");
    if (wanted !== undefined && !wanted(names, name, range.names.end(name, "st_name"))) continue;
    let value = 0n;
    let size = 0n;
    if (!wide) {
      value = part.address("st_value");
      size = part.address("st_size");
    }
    const info = part.u8("st_info");
    const other = part.u8("st_other");
    let section = part.u16("st_shndx");
    if (wide) {
      value = part.address("st_value");
      size = part.address("st_size");
    }
    if (section === SHN.XINDEX && indexes !== undefined) {
      section = indexes.seek(index * 4, "SHT_SYMTAB_SHNDX").u32("st_shndx");
    }
    symbols.push({
      name: range.names.at(name, "st_name"),
      value,
      size,
      binding: info >> 4,
      type: info & 15,
      visibility: other & 3,
      section,
    });
  }
  return symbols;
}
