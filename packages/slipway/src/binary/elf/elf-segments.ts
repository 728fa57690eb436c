import type { Reader } from "../reader.ts";
import type { ElfHeader } from "./elf-header.ts";

/** A program header. `type` is a PT number, `flags` PF bits. */
export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: bigint;
  readonly physicalAddress: bigint;
  readonly fileSize: number;
  readonly memorySize: bigint;
  readonly align: bigint;
}

/** Reads the program headers; their contents are checked where they are read. @throws FormatError */
export function readElfSegments(reader: Reader, header: ElfHeader): readonly ElfSegment[] {
  if (header.segmentOffset === 0 || header.segmentCount === 0) return [];
  const wide = reader.addressSize === 8;
  const least = wide ? 56 : 32;
  if (header.segmentEntrySize < least) {
    throw reader.fault("e_phentsize", `${header.segmentEntrySize}`, `at least ${least}`, wide ? 54 : 42);
  }
  reader.seek(header.segmentOffset, "e_phoff").count(header.segmentCount, header.segmentEntrySize, "e_phnum");
  const segments: ElfSegment[] = [];
  for (let index = 0; index < header.segmentCount; index++) {
    reader.seek(header.segmentOffset + index * header.segmentEntrySize, "e_phoff");
    const type = reader.u32("p_type");
    const wideFlags = wide ? reader.u32("p_flags") : 0;
    const offset = reader.size("p_offset");
    const address = reader.address("p_vaddr");
    const physicalAddress = reader.address("p_paddr");
    const fileSize = reader.size("p_filesz");
    const memorySize = reader.address("p_memsz");
    const flags = wide ? wideFlags : reader.u32("p_flags");
    const align = reader.address("p_align");
    segments.push({ type, flags, offset, address, physicalAddress, fileSize, memorySize, align });
  }
  return segments;
}
