import type { Reader } from "../reader.ts";
import type { StringTable } from "../string-table.ts";
import type { CoffHeader } from "./pe-header.ts";

/** A section header. `address` is an RVA; `size` bytes at `offset` of the file, `virtualSize` in memory. */
export interface PeSection {
  readonly name: string;
  readonly virtualSize: number;
  readonly address: number;
  readonly size: number;
  readonly offset: number;
  readonly relocationOffset: number;
  readonly relocationCount: number;
  readonly characteristics: number;
  /** Where the header itself stands in the file. */
  readonly headerOffset: number;
}

/** Reads the section headers. Names over eight bytes (`/123`) stand in the string table. @throws FormatError */
export function readPeSections(reader: Reader, coff: CoffHeader, names: StringTable | undefined): readonly PeSection[] {
  const start = coff.offset + 20 + coff.optionalHeaderSize;
  reader.seek(start, "section headers").count(coff.sectionCount, 40, "NumberOfSections");
  return Array.from({ length: coff.sectionCount }, (_, index) => {
    const headerOffset = start + index * 40;
    reader.seek(headerOffset, "Name");
    const short = reader.fixedText(8, "Name");
    const virtualSize = reader.u32("VirtualSize");
    const address = reader.u32("VirtualAddress");
    const size = reader.u32("SizeOfRawData");
    const offset = reader.u32("PointerToRawData");
    const relocationOffset = reader.u32("PointerToRelocations");
    reader.skip(4, "PointerToLinenumbers");
    const relocationCount = reader.u16("NumberOfRelocations");
    reader.skip(2, "NumberOfLinenumbers");
    const characteristics = reader.u32("Characteristics");
    const long = /^\/(\d+)$/.exec(short);
    const name = long === null || names === undefined ? short : names.at(Number(long[1]), "Name");
    return {
      name,
      virtualSize,
      address,
      size,
      offset,
      relocationOffset,
      relocationCount,
      characteristics,
      headerOffset,
    };
  });
}
