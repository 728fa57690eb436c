import { Reader } from "../reader.ts";

/** The COFF file header. `offset` is where it starts: behind `PE\0\0` in an image, 0 in an object. */
export interface CoffHeader {
  readonly offset: number;
  readonly machine: number;
  readonly sectionCount: number;
  readonly timestamp: number;
  readonly symbolOffset: number;
  readonly symbolCount: number;
  readonly optionalHeaderSize: number;
  readonly characteristics: number;
}

/** A data directory: an RVA and size, but a file offset and size for the certificate table. */
export interface PeDataDirectory {
  readonly address: number;
  readonly size: number;
}

/** The optional header of PE32 (`bits` 32) and PE32+ (`bits` 64). */
export interface PeOptionalHeader {
  readonly offset: number;
  readonly bits: 32 | 64;
  readonly linkerVersion: string;
  readonly codeSize: number;
  readonly entry: number;
  readonly imageBase: bigint;
  readonly sectionAlignment: number;
  readonly fileAlignment: number;
  readonly osVersion: string;
  readonly imageVersion: string;
  readonly subsystemVersion: string;
  readonly imageSize: number;
  readonly headersSize: number;
  readonly checksum: number;
  /** Where the checksum stands in the file. */
  readonly checksumOffset: number;
  readonly subsystem: number;
  readonly dllCharacteristics: number;
  readonly stackReserve: bigint;
  readonly stackCommit: bigint;
  readonly heapReserve: bigint;
  readonly heapCommit: bigint;
  /** Where the data directories start in the file. */
  readonly directoriesOffset: number;
  readonly directories: readonly PeDataDirectory[];
}

/** Reads the COFF header of an image (found through `e_lfanew`) or of an object. @throws FormatError */
export function readCoffHeader(reader: Reader, kind: "image" | "object"): CoffHeader {
  let offset = 0;
  if (kind === "image") {
    const start = reader.seek(0x3c, "e_lfanew").u32("e_lfanew");
    const signature = reader.seek(start, "e_lfanew").u32("Signature");
    if (signature !== 0x4550) throw reader.fault("Signature", `0x${signature.toString(16)}`, '"PE\\0\\0"', start);
    offset = start + 4;
  }
  reader.seek(offset, "Machine");
  return {
    offset,
    machine: reader.u16("Machine"),
    sectionCount: reader.u16("NumberOfSections"),
    timestamp: reader.u32("TimeDateStamp"),
    symbolOffset: reader.u32("PointerToSymbolTable"),
    symbolCount: reader.u32("NumberOfSymbols"),
    optionalHeaderSize: reader.u16("SizeOfOptionalHeader"),
    characteristics: reader.u16("Characteristics"),
  };
}

/** Reads the optional header, which an object does not have. @throws FormatError */
export function readOptionalHeader(whole: Reader, coff: CoffHeader): PeOptionalHeader | undefined {
  if (coff.optionalHeaderSize === 0) return undefined;
  const offset = coff.offset + 20;
  const magic = whole.seek(offset, "optional header").u16("Magic");
  if (magic !== 0x10b && magic !== 0x20b) {
    throw whole.fault("Magic", `0x${magic.toString(16)}`, "0x10b (PE32) or 0x20b (PE32+)", offset);
  }
  const wide = magic === 0x20b;
  const reader = new Reader(whole.slice(offset, coff.optionalHeaderSize, "SizeOfOptionalHeader"), {
    addressSize: wide ? 8 : 4,
    origin: offset,
  });
  reader.seek(2, "Magic");
  const version = (field: string): string => `${reader.u16(field)}.${reader.u16(field)}`;
  const linkerVersion = `${reader.u8("MajorLinkerVersion")}.${reader.u8("MinorLinkerVersion")}`;
  const codeSize = reader.u32("SizeOfCode");
  reader.skip(8, "SizeOfInitializedData");
  const entry = reader.u32("AddressOfEntryPoint");
  reader.skip(wide ? 4 : 8, "BaseOfCode");
  const imageBase = reader.address("ImageBase");
  const sectionAlignment = reader.u32("SectionAlignment");
  const fileAlignment = reader.u32("FileAlignment");
  const osVersion = version("MajorOperatingSystemVersion");
  const imageVersion = version("MajorImageVersion");
  const subsystemVersion = version("MajorSubsystemVersion");
  reader.skip(4, "Win32VersionValue");
  const imageSize = reader.u32("SizeOfImage");
  const headersSize = reader.u32("SizeOfHeaders");
  const checksumOffset = offset + reader.position;
  const checksum = reader.u32("CheckSum");
  const subsystem = reader.u16("Subsystem");
  const dllCharacteristics = reader.u16("DllCharacteristics");
  const stackReserve = reader.address("SizeOfStackReserve");
  const stackCommit = reader.address("SizeOfStackCommit");
  const heapReserve = reader.address("SizeOfHeapReserve");
  const heapCommit = reader.address("SizeOfHeapCommit");
  reader.skip(4, "LoaderFlags");
  const count = reader.u32("NumberOfRvaAndSizes");
  const directoriesOffset = offset + reader.position;
  // The loader reads sixteen at most, and as many as the header has room for.
  const readable = Math.min(count, 16, Math.floor(reader.remaining / 8));
  const directories = Array.from({ length: readable }, () => ({
    address: reader.u32("DataDirectory.VirtualAddress"),
    size: reader.u32("DataDirectory.Size"),
  }));
  return {
    offset,
    bits: wide ? 64 : 32,
    linkerVersion,
    codeSize,
    entry,
    imageBase,
    sectionAlignment,
    fileAlignment,
    osVersion,
    imageVersion,
    subsystemVersion,
    imageSize,
    headersSize,
    checksum,
    checksumOffset,
    subsystem,
    dllCharacteristics,
    stackReserve,
    stackCommit,
    heapReserve,
    heapCommit,
    directoriesOffset,
    directories,
  };
}
