import type { PeDataDirectory } from "./pe-header.ts";
import type { PeMemory } from "./pe-memory.ts";

/** An exported function or variable; `forwarder` names the one in another library that stands for it. */
export interface PeExport {
  readonly ordinal: number;
  readonly name: string | undefined;
  readonly address: number;
  readonly forwarder: string | undefined;
}

/** What a library calls itself and gives away ("The .edata Section"). */
export interface PeExports {
  readonly name: string;
  readonly exports: readonly PeExport[];
}

/** Reads the export directory. @throws FormatError */
export function readPeExports(memory: PeMemory, directory: PeDataDirectory | undefined): PeExports | undefined {
  if (directory === undefined || directory.address === 0) return undefined;
  const table = memory.readerAt(directory.address, "export directory");
  const nameAddress = table.skip(12, "export directory").u32("Name RVA");
  const ordinalBase = table.u32("Ordinal Base");
  const addressCount = table.u32("Address Table Entries");
  const nameCount = table.u32("Number of Name Pointers");
  const addressTable = table.u32("Export Address Table RVA");
  const nameTable = table.u32("Name Pointer RVA");
  const ordinalTable = table.u32("Ordinal Table RVA");
  const names = new Map<number, string>();
  if (nameCount > 0) {
    const pointers = memory.readerAt(nameTable, "Name Pointer RVA");
    const ordinals = memory.readerAt(ordinalTable, "Ordinal Table RVA");
    pointers.count(nameCount, 4, "Number of Name Pointers");
    for (let index = 0; index < nameCount; index++) {
      names.set(ordinals.u16("ordinal"), memory.textAt(pointers.u32("name pointer"), "export name"));
    }
  }
  const exports: PeExport[] = [];
  if (addressCount > 0) {
    const addresses = memory.readerAt(addressTable, "Export Address Table RVA");
    addresses.count(addressCount, 4, "Address Table Entries");
    for (let index = 0; index < addressCount; index++) {
      const address = addresses.u32("export address");
      if (address === 0) continue;
      const forwards = address >= directory.address && address < directory.address + directory.size;
      exports.push({
        ordinal: ordinalBase + index,
        name: names.get(index),
        address,
        forwarder: forwards ? memory.textAt(address, "forwarder") : undefined,
      });
    }
  }
  return { name: memory.textAt(nameAddress, "Name RVA"), exports };
}
