import { AddressSpace } from "../address-space.ts";
import type { Region } from "../address-space.ts";
import { decodeText } from "../decode-text.ts";
import type { Reader } from "../reader.ts";
import { StringTable } from "../string-table.ts";
import { DT, PF, PT, SHF, SHT } from "./elf-constants.ts";
import { dynamicValue, interpretDynamic, readDynamicEntries } from "./elf-dynamic.ts";
import type { ElfDynamic, ElfDynamicEntry } from "./elf-dynamic.ts";
import { openElf, readElfHeader } from "./elf-header.ts";
import type { ElfHeader } from "./elf-header.ts";
import { readElfNotes } from "./elf-notes.ts";
import type { ElfNote } from "./elf-notes.ts";
import { readElfSections } from "./elf-sections.ts";
import type { ElfSection } from "./elf-sections.ts";
import { readElfSegments } from "./elf-segments.ts";
import type { ElfSegment } from "./elf-segments.ts";
import { readElfSymbols } from "./elf-symbols.ts";
import type { ElfSymbol } from "./elf-symbols.ts";
import type { NameCheck } from "../name-check.ts";
import { readVersionDefinitions, readVersionNeeds } from "./elf-versions.ts";
import type { ElfVersionDefinition, ElfVersionNeed } from "./elf-versions.ts";

/**
 * An ELF program, library, object or core file of either class and byte order.
 *
 * Headers are read at once; everything that grows with the program is read when asked for. Any getter may throw
 * a `FormatError`.
 */
export class ElfFile {
  readonly format = "elf";
  readonly bytes: Uint8Array;
  readonly header: ElfHeader;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
  readonly #reader: Reader;
  #dynamicEntries: readonly ElfDynamicEntry[] | undefined;
  #dynamicNames: StringTable | null | undefined;
  #dynamic: ElfDynamic | null | undefined;
  #symbols: readonly ElfSymbol[] | undefined;
  #dynamicSymbols: readonly ElfSymbol[] | undefined;
  #notes: readonly ElfNote[] | undefined;
  #addressSpace: AddressSpace | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#reader = openElf(bytes);
    this.header = readElfHeader(this.#reader);
    this.segments = readElfSegments(this.#reader, this.header);
    this.sections = readElfSections(this.#reader, this.header);
  }

  section(name: string): ElfSection | undefined {
    return this.sections.find((section) => section.name === name);
  }

  /** The bytes of a section as they stand in the file (compressed ones stay so); none for NOBITS. */
  sectionBytes(section: ElfSection): Uint8Array {
    if (section.type === SHT.NOBITS || section.type === SHT.NULL) return new Uint8Array(0);
    return this.#reader.slice(section.offset, section.size, `section ${section.name}`);
  }

  /** The program's loader, from PT_INTERP. */
  get interpreter(): string | undefined {
    const segment = this.segments.find((each) => each.type === PT.INTERP);
    if (segment === undefined) return undefined;
    const bytes = this.#reader.slice(segment.offset, segment.fileSize, "PT_INTERP");
    const end = bytes.indexOf(0);
    // A split debug file keeps the header and leaves the bytes out.
    return bytes.length === 0 ? undefined : decodeText(bytes, 0, end < 0 ? bytes.length : end);
  }

  get dynamic(): ElfDynamic | undefined {
    if (this.#dynamic === undefined) {
      const entries = this.#entries();
      this.#dynamic = entries.length === 0 ? null : interpretDynamic(entries, this.#names());
    }
    return this.#dynamic ?? undefined;
  }

  get notes(): readonly ElfNote[] {
    this.#notes ??= this.#readNotes();
    return this.#notes;
  }

  /** The static symbol table, `.symtab`; empty in a stripped file. */
  get symbols(): readonly ElfSymbol[] {
    this.#symbols ??= this.#symbolsOf(this.sections.find((section) => section.type === SHT.SYMTAB));
    return this.#symbols;
  }

  /** The symbols of `.symtab` whose names pass a check, without reading the others. */
  symbolsWhere(wanted: NameCheck): readonly ElfSymbol[] {
    return this.#symbolsOf(
      this.sections.find((section) => section.type === SHT.SYMTAB),
      wanted,
    );
  }

  /** The dynamic symbol table, found without section headers too. */
  get dynamicSymbols(): readonly ElfSymbol[] {
    this.#dynamicSymbols ??= this.#readDynamicSymbols();
    return this.#dynamicSymbols;
  }

  get versionNeeds(): readonly ElfVersionNeed[] {
    const found = this.#versionTable(SHT.GNU_VERNEED, DT.VERNEED, DT.VERNEEDNUM);
    return found === undefined ? [] : readVersionNeeds(found.part, found.count, found.names);
  }

  get versionDefinitions(): readonly ElfVersionDefinition[] {
    const found = this.#versionTable(SHT.GNU_VERDEF, DT.VERDEF, DT.VERDEFNUM);
    return found === undefined ? [] : readVersionDefinitions(found.part, found.count, found.names);
  }

  /** What the loader maps; of an object file, each allocated section at its (usually zero) address. */
  get addressSpace(): AddressSpace {
    this.#addressSpace ??= new AddressSpace(this.#regions(), {
      littleEndian: this.header.littleEndian,
      pointerSize: this.header.bits === 64 ? 8 : 4,
    });
    return this.#addressSpace;
  }

  #regions(): Region[] {
    const loads = this.segments.filter((segment) => segment.type === PT.LOAD && segment.fileSize > 0);
    if (loads.length > 0) {
      return loads.map((segment, index) => ({
        name: `PT_LOAD ${index}`,
        address: segment.address,
        offset: segment.offset,
        bytes: this.#reader.slice(segment.offset, segment.fileSize, "p_filesz"),
        writable: (segment.flags & PF.W) !== 0,
        executable: (segment.flags & PF.X) !== 0,
      }));
    }
    return this.sections
      .filter((section) => (section.flags & SHF.ALLOC) !== 0n && section.type !== SHT.NOBITS)
      .map((section) => ({
        name: section.name,
        address: section.address,
        offset: section.offset,
        bytes: this.sectionBytes(section),
        writable: (section.flags & SHF.WRITE) !== 0n,
        executable: (section.flags & SHF.EXECINSTR) !== 0n,
      }));
  }

  #entries(): readonly ElfDynamicEntry[] {
    if (this.#dynamicEntries === undefined) {
      const segment = this.segments.find((each) => each.type === PT.DYNAMIC);
      const section = this.sections.find((each) => each.type === SHT.DYNAMIC);
      // A debug file keeps the headers of what it left out, without bytes.
      this.#dynamicEntries =
        segment !== undefined &&
        segment.fileSize > 0 &&
        (section !== undefined || !this.sections.some((each) => each.name === ".dynamic"))
          ? readDynamicEntries(this.#reader, segment.offset, segment.fileSize)
          : section !== undefined
            ? readDynamicEntries(this.#reader, section.offset, section.size)
            : [];
    }
    return this.#dynamicEntries;
  }

  #names(): StringTable | undefined {
    if (this.#dynamicNames === undefined) this.#dynamicNames = this.#readNames() ?? null;
    return this.#dynamicNames ?? undefined;
  }

  #readNames(): StringTable | undefined {
    const address = dynamicValue(this.#entries(), DT.STRTAB);
    const size = dynamicValue(this.#entries(), DT.STRSZ);
    if (address !== undefined && size !== undefined) {
      const bytes = this.addressSpace.read(address, Number(size));
      if (bytes !== undefined) return new StringTable(bytes, this.addressSpace.offsetOf(address) ?? 0);
    }
    const section = this.sections.find((each) => each.type === SHT.DYNAMIC);
    return section === undefined ? undefined : this.#linkedNames(section);
  }

  #linkedNames(section: ElfSection): StringTable | undefined {
    const linked = this.sections[section.link];
    return linked?.type === SHT.STRTAB ? new StringTable(this.sectionBytes(linked), linked.offset) : undefined;
  }

  #readNotes(): readonly ElfNote[] {
    const sections = this.sections.filter((section) => section.type === SHT.NOTE);
    const parts =
      sections.length > 0
        ? sections
        : this.segments
            .filter((segment) => segment.type === PT.NOTE)
            .map((segment) => ({ offset: segment.offset, size: segment.fileSize, align: segment.align }));
    const total = parts.reduce((sum, part) => sum + part.size, 0);
    if (total > this.bytes.length) {
      throw this.#reader.fault("SHT_NOTE", `${total} bytes of notes`, "note parts that do not overlap", 0);
    }
    return parts.flatMap((part) => readElfNotes(this.#reader, part.offset, part.size, part.align));
  }

  #symbolsOf(section: ElfSection | undefined, wanted?: NameCheck): readonly ElfSymbol[] {
    if (section === undefined) return [];
    const names = this.#linkedNames(section);
    if (names === undefined) {
      throw this.#reader.fault("sh_link", `section ${section.link}`, "a string table", section.offset);
    }
    const indexes = this.sections.find((each) => each.type === SHT.SYMTAB_SHNDX && each.link === section.index);
    return readElfSymbols(this.#reader, { offset: section.offset, size: section.size, names, indexes }, wanted);
  }

  #readDynamicSymbols(): readonly ElfSymbol[] {
    const section = this.sections.find((each) => each.type === SHT.DYNSYM);
    if (section !== undefined) return this.#symbolsOf(section);
    const address = dynamicValue(this.#entries(), DT.SYMTAB);
    const offset = address === undefined ? undefined : this.addressSpace.offsetOf(address);
    const names = this.#names();
    const count = this.#dynamicSymbolCount();
    if (offset === undefined || names === undefined || count === undefined) return [];
    return readElfSymbols(this.#reader, { offset, size: count * (this.header.bits === 64 ? 24 : 16), names });
  }

  /** Without section headers only the hash table knows how many symbols there are: its chain has one word for each. */
  #dynamicSymbolCount(): number | undefined {
    const address = dynamicValue(this.#entries(), DT.HASH);
    const offset = address === undefined ? undefined : this.addressSpace.offsetOf(address);
    if (offset === undefined) return undefined;
    return this.#reader.seek(offset, "DT_HASH").skip(4, "nbucket").u32("nchain");
  }

  #versionTable(
    type: number,
    addressTag: number,
    countTag: number,
  ): { part: Reader; count: number; names: StringTable } | undefined {
    const section = this.sections.find((each) => each.type === type);
    if (section !== undefined) {
      const names = this.#linkedNames(section);
      if (names === undefined) return undefined;
      return { part: this.#reader.sub(section.offset, section.size, section.name), count: section.info, names };
    }
    const address = dynamicValue(this.#entries(), addressTag);
    const offset = address === undefined ? undefined : this.addressSpace.offsetOf(address);
    const names = this.#names();
    const count = Number(dynamicValue(this.#entries(), countTag) ?? 0n);
    if (offset === undefined || names === undefined || count === 0) return undefined;
    return { part: this.#reader.sub(offset, this.bytes.length - offset, "version table"), count, names };
  }
}
