import { Reader } from "../reader.ts";

/** The ELF header (System V ABI, chapter 4), with the extended section and segment counts already resolved. */
export interface ElfHeader {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  readonly osAbi: number;
  readonly abiVersion: number;
  /** `e_type`: ET. */
  readonly type: number;
  /** `e_machine`: EM. */
  readonly machine: number;
  readonly entry: bigint;
  readonly flags: number;
  readonly segmentOffset: number;
  readonly segmentCount: number;
  readonly segmentEntrySize: number;
  readonly sectionOffset: number;
  readonly sectionCount: number;
  readonly sectionEntrySize: number;
  readonly sectionNameIndex: number;
  readonly headerSize: number;
}

/** Reads the identification and returns a reader set to the file's byte order and class. */
export function openElf(bytes: Uint8Array): Reader {
  const ident = new Reader(bytes);
  const magic = ident.take(4, "e_ident[EI_MAG]");
  if (magic[0] !== 0x7f || magic[1] !== 0x45 || magic[2] !== 0x4c || magic[3] !== 0x46) {
    throw ident.fault("e_ident[EI_MAG]", Array.from(magic, (byte) => byte.toString(16)).join(" "), "7f 45 4c 46", 0);
  }
  const fileClass = ident.u8("e_ident[EI_CLASS]");
  if (fileClass !== 1 && fileClass !== 2) throw ident.fault("e_ident[EI_CLASS]", `${fileClass}`, "1 or 2", 4);
  const data = ident.u8("e_ident[EI_DATA]");
  if (data !== 1 && data !== 2) throw ident.fault("e_ident[EI_DATA]", `${data}`, "1 or 2", 5);
  const version = ident.u8("e_ident[EI_VERSION]");
  if (version !== 1) throw ident.fault("e_ident[EI_VERSION]", `${version}`, "1", 6);
  return new Reader(bytes, { littleEndian: data === 1, addressSize: fileClass === 2 ? 8 : 4 });
}

/** Reads the header at the start of `reader`. @throws FormatError */
export function readElfHeader(reader: Reader): ElfHeader {
  const wide = reader.addressSize === 8;
  reader.seek(7, "e_ident");
  const osAbi = reader.u8("e_ident[EI_OSABI]");
  const abiVersion = reader.u8("e_ident[EI_ABIVERSION]");
  reader.seek(16, "e_type");
  const type = reader.u16("e_type");
  const machine = reader.u16("e_machine");
  reader.u32("e_version");
  const entry = reader.address("e_entry");
  const segmentOffset = reader.size("e_phoff");
  const sectionOffset = reader.size("e_shoff");
  const flags = reader.u32("e_flags");
  const headerSize = reader.u16("e_ehsize");
  const segmentEntrySize = reader.u16("e_phentsize");
  let segmentCount = reader.u16("e_phnum");
  const sectionEntrySize = reader.u16("e_shentsize");
  let sectionCount = reader.u16("e_shnum");
  let sectionNameIndex = reader.u16("e_shstrndx");
  const extended =
    sectionOffset !== 0 && (sectionCount === 0 || sectionNameIndex === 0xffff || segmentCount === 0xffff);
  if (extended) {
    // Counts that do not fit in 16 bits stand in the first section header (chapter 4, "ELF Header").
    reader.seek(sectionOffset + (wide ? 32 : 20), "e_shoff");
    const size = reader.size("sh_size of section 0");
    const link = reader.u32("sh_link of section 0");
    const info = reader.u32("sh_info of section 0");
    if (sectionCount === 0) sectionCount = size;
    if (sectionNameIndex === 0xffff) sectionNameIndex = link;
    if (segmentCount === 0xffff) segmentCount = info;
  }
  return {
    bits: wide ? 64 : 32,
    littleEndian: reader.littleEndian,
    osAbi,
    abiVersion,
    type,
    machine,
    entry,
    flags,
    segmentOffset,
    segmentCount,
    segmentEntrySize,
    sectionOffset,
    sectionCount,
    sectionEntrySize,
    sectionNameIndex,
    headerSize,
  };
}
