import type { Reader } from "../reader.ts";
import { StringTable } from "../string-table.ts";
import { SHT } from "./elf-constants.ts";
import type { ElfHeader } from "./elf-header.ts";

/** A section header. `type` is an SHT number, `flags` SHF bits; a NOBITS section has a size and no bytes. */
export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly align: bigint;
  readonly entrySize: number;
}

/** Reads the section headers and their names. @throws FormatError */
export function readElfSections(reader: Reader, header: ElfHeader): readonly ElfSection[] {
  if (header.sectionOffset === 0 || header.sectionCount === 0) return [];
  const wide = reader.addressSize === 8;
  const least = wide ? 64 : 40;
  if (header.sectionEntrySize < least) {
    throw reader.fault("e_shentsize", `${header.sectionEntrySize}`, `at least ${least}`, wide ? 58 : 46);
  }
  reader.seek(header.sectionOffset, "e_shoff").count(header.sectionCount, header.sectionEntrySize, "e_shnum");
  const nameIndexes: number[] = [];
  const sections = Array.from({ length: header.sectionCount }, (_, index) => {
    reader.seek(header.sectionOffset + index * header.sectionEntrySize, "e_shoff");
    nameIndexes.push(reader.u32("sh_name"));
    return {
      index,
      name: "",
      type: reader.u32("sh_type"),
      flags: reader.address("sh_flags"),
      address: reader.address("sh_addr"),
      offset: reader.size("sh_offset"),
      size: reader.size("sh_size"),
      link: reader.u32("sh_link"),
      info: reader.u32("sh_info"),
      align: reader.address("sh_addralign"),
      entrySize: reader.size("sh_entsize"),
    };
  });
  const names = nameTable(reader, header, sections);
  if (names !== undefined) {
    for (const section of sections) section.name = names.at(nameIndexes[section.index]!, "sh_name");
  }
  return sections;
}

function nameTable(
  reader: Reader,
  header: ElfHeader,
  sections: readonly { readonly type: number; readonly offset: number; readonly size: number }[],
): StringTable | undefined {
  if (header.sectionNameIndex === 0) return undefined;
  const section = sections[header.sectionNameIndex];
  if (section === undefined) {
    throw reader.fault("e_shstrndx", `${header.sectionNameIndex}`, `an index below ${sections.length}`, 0);
  }
  if (section.type !== SHT.STRTAB) {
    throw reader.fault("sh_type of e_shstrndx", `${section.type}`, "SHT_STRTAB (3)", header.sectionOffset);
  }
  return new StringTable(reader.slice(section.offset, section.size, "sh_offset of e_shstrndx"), section.offset);
}
