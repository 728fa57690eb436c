import type { ElfFile } from "../elf/elf-file.ts";
import { SHT } from "../elf/elf-constants.ts";
import { Writer } from "../writer.ts";

/** A section of a file that is put together anew: its old header with what is new, and its bytes if it has some. */
export interface NewElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: bigint;
  readonly address: bigint;
  /** Where its bytes are; placed by `assembleElf` when they are given. */
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
  readonly align: bigint;
  readonly entrySize: number;
  /** Bytes to put behind what is there; absent for a section that stays where it is or has none. */
  readonly bytes?: Uint8Array;
}

/**
 * Puts an ELF file together: `start` as it is, then the bytes of sections that have some, a new table of names, and the
 * section headers. The first section must be the null section. The header is brought up to date.
 */
export function assembleElf(file: ElfFile, start: Uint8Array, sections: readonly NewElfSection[]): Uint8Array {
  const { header } = file;
  const wide = header.bits === 64;
  const names = nameTable([...sections.map(({ name }) => name), ".shstrtab"]);
  const all: NewElfSection[] = [
    ...sections,
    {
      ...EMPTY,
      name: ".shstrtab",
      type: SHT.STRTAB,
      size: names.bytes.length,
      align: 1n,
      bytes: names.bytes,
    },
  ];
  let end = start.length;
  const placed = all.map((section) => {
    if (section.bytes === undefined) return section;
    const offset = align(end, Number(section.align) || 1);
    end = offset + section.bytes.length;
    return { ...section, offset };
  });
  const tableAt = align(end, 8);
  const each = wide ? 64 : 40;
  const bytes = new Uint8Array(tableAt + placed.length * each);
  bytes.set(start);
  const writer = new Writer(bytes, { littleEndian: header.littleEndian });
  for (const [index, section] of placed.entries()) {
    if (section.bytes !== undefined) bytes.set(section.bytes, section.offset);
    writeSection(writer, tableAt + index * each, section, { wide, name: names.offsets.get(section.name) ?? 0 });
  }
  if (wide) writer.u64(40, BigInt(tableAt));
  else writer.u32(32, tableAt);
  const counts = wide ? 58 : 46;
  writer
    .u16(counts, each)
    .u16(counts + 2, placed.length)
    .u16(counts + 4, placed.length - 1);
  return bytes;
}

export const EMPTY: NewElfSection = {
  name: "",
  type: SHT.NULL,
  flags: 0n,
  address: 0n,
  offset: 0,
  size: 0,
  link: 0,
  info: 0,
  align: 0n,
  entrySize: 0,
};

function writeSection(
  writer: Writer,
  at: number,
  section: NewElfSection,
  { wide, name }: { readonly wide: boolean; readonly name: number },
): void {
  writer.u32(at, name).u32(at + 4, section.type);
  const numbers = [section.flags, section.address, BigInt(section.offset), BigInt(section.size)];
  const width = wide ? 8 : 4;
  const put = (place: number, value: bigint): unknown =>
    wide ? writer.u64(place, value) : writer.u32(place, Number(value));
  for (const [index, value] of numbers.entries()) put(at + 8 + index * width, value);
  const rest = at + 8 + 4 * width;
  writer.u32(rest, section.link).u32(rest + 4, section.info);
  put(rest + 8, section.align);
  put(rest + 8 + width, BigInt(section.entrySize));
}

function nameTable(names: readonly string[]): { bytes: Uint8Array; offsets: ReadonlyMap<string, number> } {
  const offsets = new Map<string, number>([["", 0]]);
  let text = "\0";
  for (const name of names) {
    if (offsets.has(name)) continue;
    offsets.set(name, text.length);
    text += `${name}\0`;
  }
  return { bytes: new TextEncoder().encode(text), offsets };
}

export function align(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
