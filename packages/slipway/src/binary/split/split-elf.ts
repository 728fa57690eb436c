import { EditError } from "../edit-error.ts";
import { SHF, SHT } from "../elf/elf-constants.ts";
import { ElfFile } from "../elf/elf-file.ts";
import type { ElfSection } from "../elf/elf-sections.ts";
import { Writer } from "../writer.ts";
import { assembleElf, EMPTY } from "./elf-image.ts";
import type { NewElfSection } from "./elf-image.ts";
import type { SplitOptions, SplitProgram } from "./split-program.ts";

/** `NT_GNU_BUILD_ID`. */
const BUILD_ID = 3;

/**
 * Divides an ELF program: what a system needs to run it, and beside it the symbol table and DWARF for debuggers, which
 * find it by build ID or by the `.gnu_debuglink` that is added.
 *
 * What is loaded stays byte for byte where it is; the header, and section headers that lay in between, are all that changes.
 *
 * @throws EditError when the program has nothing to split off
 * @throws FormatError when the bytes are no ELF file
 */
export function splitElf(bytes: Uint8Array, options: SplitOptions): SplitProgram {
  const file = new ElfFile(bytes);
  const hasDebug = file.sections.some(({ name }) => /^\.z?debug_info$/.test(name));
  if (!hasDebug && !file.sections.some(({ type }) => type === SHT.SYMTAB)) {
    throw new EditError("not-found", "Cannot split: the program has neither symbols nor DWARF; build without -s -w");
  }
  const debug = debugFile(file);
  const id = file.notes.find((note) => note.name === "GNU" && note.type === BUILD_ID)?.description;
  return {
    program: strippedFile(file, debug, options),
    debug,
    id: id === undefined ? undefined : Array.from(id, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    hasDebug,
  };
}

function isLoaded(section: ElfSection): boolean {
  return (section.flags & SHF.ALLOC) !== 0n;
}

/** Sections that a program keeps: what is loaded, and small marks that strip leaves too. */
function isKept(section: ElfSection): boolean {
  return section.type === SHT.NULL || isLoaded(section) || section.name === ".comment";
}

function strippedFile(file: ElfFile, debug: Uint8Array, options: SplitOptions): Uint8Array {
  const kept = file.sections.filter(isKept);
  const places = new Map(kept.map((section, index) => [section.index, index]));
  const end = loadedEnd(file);
  const start = file.bytes.slice(0, end);
  clearOldHeaders(file, start);
  const sections = kept.map((section): NewElfSection => {
    const moved = {
      ...section,
      link: places.get(section.link) ?? 0,
      // For relocations this is a section; for symbol tables a count.
      info: section.type === SHT.REL || section.type === SHT.RELA ? (places.get(section.info) ?? 0) : section.info,
    };
    return isLoaded(section) || section.type === SHT.NULL ? moved : { ...moved, bytes: file.sectionBytes(section) };
  });
  return assembleElf(file, start, [...sections, debugLink(file, debug, options)]);
}

/** The end of all that segments and loaded sections have in the file. */
function loadedEnd(file: ElfFile): number {
  const { header } = file;
  const ends = [
    header.segmentOffset + header.segmentCount * header.segmentEntrySize,
    header.headerSize,
    ...file.segments.map((segment) => (segment.fileSize === 0 ? 0 : segment.offset + segment.fileSize)),
    ...file.sections
      .filter((each) => isLoaded(each) && each.type !== SHT.NOBITS)
      .map((each) => each.offset + each.size),
  ];
  return Math.min(Math.max(...ends), file.bytes.length);
}

/** Go's linker puts the section headers into the first page, which is loaded: zeros take their place. */
function clearOldHeaders(file: ElfFile, start: Uint8Array): void {
  const { sectionOffset, sectionCount, sectionEntrySize } = file.header;
  const end = sectionOffset + sectionCount * sectionEntrySize;
  const inside = file.sections.some(
    (each) =>
      isLoaded(each) && each.type !== SHT.NOBITS && each.offset < end && each.offset + each.size > sectionOffset,
  );
  if (!inside && sectionOffset < start.length) start.fill(0, sectionOffset, Math.min(end, start.length));
}

/** Name of the debug file, zeros up to four bytes, and the CRC-32 of the file (GDB manual, "Separate Debug Files"). */
function debugLink(file: ElfFile, debug: Uint8Array, { debugName, crc32 }: SplitOptions): NewElfSection {
  const name = new TextEncoder().encode(debugName);
  const bytes = new Uint8Array(Math.ceil((name.length + 1) / 4) * 4 + 4);
  bytes.set(name);
  new Writer(bytes, { littleEndian: file.header.littleEndian }).u32(bytes.length - 4, crc32(debug));
  return { ...EMPTY, name: ".gnu_debuglink", type: SHT.PROGBITS, size: bytes.length, align: 4n, bytes };
}

/** The other half: all headers, so that addresses and section numbers hold, with bytes only for what is not loaded, and notes. */
function debugFile(file: ElfFile): Uint8Array {
  const { header } = file;
  const start = file.bytes.slice(0, Math.max(header.headerSize, segmentTableEnd(file)));
  const writer = new Writer(start, { littleEndian: header.littleEndian });
  for (let index = 0; index < header.segmentCount; index++) {
    const at = header.segmentOffset + index * header.segmentEntrySize;
    // The segments of the program have no bytes here.
    if (header.bits === 64) writer.u64(at + 8, 0n).u64(at + 32, 0n);
    else writer.u32(at + 4, 0).u32(at + 16, 0);
  }
  const sections = file.sections
    .filter((section) => section.index !== header.sectionNameIndex || isLoaded(section))
    .map((section): NewElfSection => {
      if (section.type === SHT.NULL) return section;
      if (isLoaded(section) && section.type !== SHT.NOTE) return { ...section, type: SHT.NOBITS, offset: 0 };
      return { ...section, bytes: file.sectionBytes(section) };
    });
  // The table of names is written anew at the end; it is the last one in every linker's output, so that numbers hold.
  if (header.sectionNameIndex !== file.sections.length - 1) {
    const places = new Map(
      file.sections
        .filter((section) => section.index !== header.sectionNameIndex)
        .map((section, index) => [section.index, index]),
    );
    return assembleElf(
      file,
      start,
      sections.map((section) => ({ ...section, link: places.get(section.link) ?? 0 })),
    );
  }
  return assembleElf(file, start, sections);
}

function segmentTableEnd({ header }: ElfFile): number {
  return header.segmentOffset + header.segmentCount * header.segmentEntrySize;
}
