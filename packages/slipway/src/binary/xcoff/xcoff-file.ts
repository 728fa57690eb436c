import { AddressSpace } from "../address-space.ts";
import { Reader } from "../reader.ts";
import { StringTable } from "../string-table.ts";

/** A section; `type` holds the STYP bits (0x20 text, 0x40 data, 0x80 bss, 0x1000 loader). */
export interface XcoffSection {
  readonly name: string;
  readonly address: bigint;
  readonly size: number;
  readonly offset: number;
  readonly type: number;
}

/** A symbol; `section` counts from 1, 0 is undefined, -1 absolute, -2 debug. */
export interface XcoffSymbol {
  readonly name: string;
  readonly value: bigint;
  readonly section: number;
  readonly type: number;
  readonly storageClass: number;
}

/** A symbol that the loader section imports, from `library` (`libc.a/shr_64.o`). */
export interface XcoffImport {
  readonly name: string;
  readonly library: string;
}

export const STYP = { TEXT: 0x20, DATA: 0x40, BSS: 0x80, LOADER: 0x1000 } as const;

/** An AIX program or object, 32 or 64 bits, always big-endian ("XCOFF Object File Format", AIX documentation). */
export class XcoffFile {
  readonly format = "xcoff";
  readonly bytes: Uint8Array;
  readonly bits: 32 | 64;
  readonly timestamp: number;
  readonly flags: number;
  readonly sections: readonly XcoffSection[];
  readonly #reader: Reader;
  readonly #symbolOffset: number;
  readonly #symbolCount: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const magic = new Reader(bytes, { littleEndian: false }).u16("f_magic");
    if (magic !== 0x1df && magic !== 0x1f7) {
      throw new Reader(bytes).fault("f_magic", `0x${magic.toString(16)}`, "0x1df (32-bit) or 0x1f7 (64-bit)");
    }
    const wide = magic === 0x1f7;
    this.bits = wide ? 64 : 32;
    const reader = new Reader(bytes, { littleEndian: false, addressSize: wide ? 8 : 4 }).seek(2, "f_nscns");
    this.#reader = reader;
    const sectionCount = reader.u16("f_nscns");
    this.timestamp = reader.u32("f_timdat");
    this.#symbolOffset = reader.size("f_symptr");
    const narrowCount = wide ? 0 : reader.u32("f_nsyms");
    const optionalSize = reader.u16("f_opthdr");
    this.flags = reader.u16("f_flags");
    this.#symbolCount = wide ? reader.u32("f_nsyms") : narrowCount;
    reader.skip(optionalSize, "f_opthdr").count(sectionCount, wide ? 72 : 40, "f_nscns");
    this.sections = Array.from({ length: sectionCount }, () => this.#readSection(wide));
  }

  sectionOfType(type: number): XcoffSection | undefined {
    return this.sections.find((section) => (section.type & 0xffff) === type);
  }

  sectionBytes(section: XcoffSection): Uint8Array {
    if (section.offset === 0 || (section.type & STYP.BSS) !== 0) return new Uint8Array(0);
    return this.#reader.slice(section.offset, section.size, `section ${section.name}`);
  }

  /** Where the symbol table and its names stand; no section names them. @throws FormatError */
  get symbolParts(): readonly { readonly name: string; readonly offset: number; readonly size: number }[] {
    if (this.#symbolOffset === 0 || this.#symbolCount === 0) return [];
    const offset = this.#symbolOffset + this.#symbolCount * 18;
    const size =
      offset + 4 <= this.#reader.length ? this.#reader.seek(offset, "string table").u32("string table size") : 0;
    return [
      { name: "symbols", offset: this.#symbolOffset, size: this.#symbolCount * 18 },
      { name: "symbol names", offset, size },
    ];
  }

  /** The symbol table, auxiliary entries left out. @throws FormatError */
  get symbols(): readonly XcoffSymbol[] {
    if (this.#symbolOffset === 0 || this.#symbolCount === 0) return [];
    const reader = this.#reader;
    const stringOffset = this.#symbolOffset + this.#symbolCount * 18;
    reader.seek(this.#symbolOffset, "f_symptr").count(this.#symbolCount, 18, "f_nsyms");
    const stringSize =
      stringOffset + 4 <= reader.length ? reader.seek(stringOffset, "string table").u32("string table size") : 0;
    const names = new StringTable(reader.slice(stringOffset, stringSize, "string table size"), stringOffset);
    const symbols: XcoffSymbol[] = [];
    for (let index = 0; index < this.#symbolCount;) {
      reader.seek(this.#symbolOffset + index * 18, "symbol");
      let name = "";
      let value: bigint;
      let nameOffset = 0;
      if (this.bits === 64) {
        value = reader.u64("n_value");
        nameOffset = reader.u32("n_offset");
      } else {
        const start = reader.position;
        if (reader.u32("n_zeroes") === 0) nameOffset = reader.u32("n_offset");
        else name = reader.seek(start, "n_name").fixedText(8, "n_name");
        value = BigInt(reader.u32("n_value"));
      }
      const section = reader.i16("n_scnum");
      const type = reader.u16("n_type");
      const storageClass = reader.u8("n_sclass");
      const auxiliary = reader.u8("n_numaux");
      // Debug classes (128 and up) keep their names in the .debug section.
      if (nameOffset !== 0 && storageClass < 128) name = names.at(nameOffset, "n_offset");
      symbols.push({ name, value, section, type, storageClass });
      index += 1 + auxiliary;
    }
    return symbols;
  }

  /** What the loader section imports. @throws FormatError */
  get imports(): readonly XcoffImport[] {
    const section = this.sectionOfType(STYP.LOADER);
    if (section === undefined) return [];
    const wide = this.bits === 64;
    const loader = this.#reader.sub(section.offset, section.size, "loader section").seek(4, "l_nsyms");
    const symbolCount = loader.u32("l_nsyms");
    loader.skip(4, "l_nreloc");
    const importSize = loader.u32("l_istlen");
    const importCount = loader.u32("l_nimpid");
    let importOffset = 0;
    let stringOffset = 0;
    let stringSize = 0;
    let symbolOffset = 32;
    if (wide) {
      stringSize = loader.u32("l_stlen");
      importOffset = loader.size64("l_impoff");
      stringOffset = loader.size64("l_stoff");
      symbolOffset = loader.size64("l_symoff");
    } else {
      importOffset = loader.u32("l_impoff");
      stringSize = loader.u32("l_stlen");
      stringOffset = loader.u32("l_stoff");
    }
    const libraries = readImportFiles(loader.sub(importOffset, importSize, "l_impoff"), importCount);
    const names = new StringTable(loader.slice(stringOffset, stringSize, "l_stoff"), loader.origin + stringOffset);
    loader.seek(symbolOffset, "l_symoff").count(symbolCount, 24, "l_nsyms");
    const imports: XcoffImport[] = [];
    for (let index = 0; index < symbolCount; index++) {
      loader.seek(symbolOffset + index * 24, "loader symbol");
      let name = "";
      let nameOffset = 0;
      if (wide) {
        loader.skip(8, "l_value");
        nameOffset = loader.u32("l_offset");
      } else {
        const start = loader.position;
        if (loader.u32("l_zeroes") === 0) nameOffset = loader.u32("l_offset");
        else name = loader.seek(start, "l_name").fixedText(8, "l_name");
        loader.seek(start + 12, "l_value");
      }
      loader.skip(2, "l_scnum");
      const type = loader.u8("l_smtype");
      loader.skip(1, "l_smclas");
      const file = loader.u32("l_ifile");
      if ((type & 0x40) === 0) continue;
      if (nameOffset !== 0) name = names.at(nameOffset, "l_offset");
      imports.push({ name, library: libraries[file] ?? "" });
    }
    return imports;
  }

  get addressSpace(): AddressSpace {
    const regions = this.sections
      .filter((section) => section.offset !== 0 && (section.type & (STYP.TEXT | STYP.DATA)) !== 0)
      .map((section) => ({
        name: section.name,
        address: section.address,
        offset: section.offset,
        bytes: this.sectionBytes(section),
        writable: (section.type & STYP.DATA) !== 0,
        executable: (section.type & STYP.TEXT) !== 0,
      }));
    return new AddressSpace(regions, { littleEndian: false, pointerSize: this.bits === 64 ? 8 : 4 });
  }

  #readSection(wide: boolean): XcoffSection {
    const reader = this.#reader;
    const name = reader.fixedText(8, "s_name");
    reader.address("s_paddr");
    const address = reader.address("s_vaddr");
    const size = reader.size("s_size");
    const offset = reader.size("s_scnptr");
    reader.skip(wide ? 16 : 8, "s_relptr").skip(wide ? 8 : 4, "s_nreloc");
    const type = reader.u32("s_flags");
    if (wide) reader.skip(4, "s_pad");
    return { name, address, size, offset, type };
  }
}

/** Import files are triples of path, base and member; the first is the library search path. */
function readImportFiles(reader: Reader, count: number): readonly string[] {
  reader.count(count, 3, "l_nimpid");
  return Array.from({ length: count }, () => {
    const path = reader.cstring("import path");
    const base = reader.cstring("import base");
    const member = reader.cstring("import member");
    return `${path === "" ? "" : `${path}/`}${base}${member === "" ? "" : `/${member}`}`;
  });
}
