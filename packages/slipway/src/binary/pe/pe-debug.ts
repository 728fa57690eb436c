import type { Reader } from "../reader.ts";
import type { PeDataDirectory } from "./pe-header.ts";
import type { PeMemory } from "./pe-memory.ts";

/** An entry of the debug directory. For CodeView (type 2), `pdb` and `guid` name the symbol file. */
export interface PeDebugEntry {
  readonly type: number;
  readonly timestamp: number;
  readonly size: number;
  readonly offset: number;
  readonly guid?: string;
  readonly age?: number;
  readonly pdb?: string;
}

const CODEVIEW = 2;
const RSDS = 0x53445352;

/** Reads the debug directory. @throws FormatError */
export function readPeDebug(
  whole: Reader,
  memory: PeMemory,
  directory: PeDataDirectory | undefined,
): readonly PeDebugEntry[] {
  if (directory === undefined || directory.address === 0) return [];
  const table = memory.readerAt(directory.address, "debug directory");
  const count = table.count(Math.floor(directory.size / 28), 28, "debug directory size");
  return Array.from({ length: count }, () => {
    table.skip(4, "Characteristics");
    const timestamp = table.u32("TimeDateStamp");
    table.skip(4, "MajorVersion");
    const type = table.u32("Type");
    const size = table.u32("SizeOfData");
    table.skip(4, "AddressOfRawData");
    const offset = table.u32("PointerToRawData");
    const entry = { type, timestamp, size, offset };
    return type === CODEVIEW && size >= 24 ? { ...entry, ...codeView(whole.sub(offset, size, "SizeOfData")) } : entry;
  });
}

function codeView(reader: Reader): { guid?: string; age?: number; pdb?: string } {
  if (reader.u32("CvSignature") !== RSDS) return {};
  const first = hex(reader.u32("Guid"), 8);
  const second = hex(reader.u16("Guid"), 4);
  const third = hex(reader.u16("Guid"), 4);
  const rest = Array.from(reader.take(8, "Guid"), (byte) => hex(byte, 2)).join("");
  const age = reader.u32("Age");
  return {
    guid: `${first}-${second}-${third}-${rest.slice(0, 4)}-${rest.slice(4)}`,
    age,
    pdb: reader.fixedText(reader.remaining, "PdbFileName"),
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
