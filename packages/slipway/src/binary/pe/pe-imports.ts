import type { PeDataDirectory } from "./pe-header.ts";
import type { PeMemory } from "./pe-memory.ts";

/** One function that an image takes from a library: by name, or by number only. */
export type PeImport = { readonly name: string; readonly hint: number } | { readonly ordinal: number };

/** The functions that an image takes from one library; a delayed library is loaded at the first call. */
export interface PeImportedLibrary {
  readonly library: string;
  readonly delayed: boolean;
  readonly imports: readonly PeImport[];
}

/** Reads the import directory table ("The .idata Section"). @throws FormatError */
export function readPeImports(memory: PeMemory, directory: PeDataDirectory | undefined): readonly PeImportedLibrary[] {
  if (directory === undefined || directory.address === 0) return [];
  const table = memory.readerAt(directory.address, "import directory");
  const budget = { left: table.length };
  const libraries: PeImportedLibrary[] = [];
  while (table.remaining >= 20) {
    const lookup = table.u32("ImportLookupTableRVA");
    table.skip(8, "TimeDateStamp");
    const name = table.u32("NameRVA");
    const addresses = table.u32("ImportAddressTableRVA");
    if (name === 0 && addresses === 0) break;
    const library = memory.textAt(name, "NameRVA");
    libraries.push({ library, delayed: false, imports: readThunks(memory, lookup === 0 ? addresses : lookup, budget) });
  }
  return libraries;
}

/** Reads the delay-load directory table ("Delay-Load Import Tables"). @throws FormatError */
export function readDelayedImports(
  memory: PeMemory,
  directory: PeDataDirectory | undefined,
): readonly PeImportedLibrary[] {
  if (directory === undefined || directory.address === 0) return [];
  const table = memory.readerAt(directory.address, "delay import directory");
  const budget = { left: table.length };
  const libraries: PeImportedLibrary[] = [];
  while (table.remaining >= 32) {
    table.skip(4, "Attributes");
    const name = table.u32("NameRVA");
    table.skip(8, "ModuleHandle");
    const lookup = table.u32("DelayImportNameTable");
    table.skip(12, "BoundDelayImportTable");
    if (name === 0) break;
    libraries.push({
      library: memory.textAt(name, "NameRVA"),
      delayed: true,
      imports: lookup === 0 ? [] : readThunks(memory, lookup, budget),
    });
  }
  return libraries;
}

function readThunks(memory: PeMemory, rva: number, budget: { left: number }): readonly PeImport[] {
  const wide = memory.addressSize === 8;
  const reader = memory.readerAt(rva, "ImportLookupTableRVA");
  const imports: PeImport[] = [];
  for (;;) {
    const entry = reader.address("import lookup entry");
    if (entry === 0n) return imports;
    // Tables of many libraries may overlap in a hostile file; real ones share nothing.
    if (--budget.left < 0)
      throw reader.fault("ImportLookupTableRVA", "overlapping tables", "tables within the section");
    if (entry >> (wide ? 63n : 31n) === 1n) {
      imports.push({ ordinal: Number(entry & 0xffffn) });
    } else {
      const at = Number(entry & 0x7fffffffn);
      const hint = memory.readerAt(at, "Hint/Name RVA").u16("Hint");
      imports.push({ name: memory.textAt(at + 2, "Name"), hint });
    }
  }
}
