import type { Reader } from "../reader.ts";
import type { StringTable } from "../string-table.ts";
import { DF, DF_1, DT } from "./elf-constants.ts";

/** One entry of the dynamic section. */
export interface ElfDynamicEntry {
  readonly tag: number;
  readonly value: bigint;
}

/** What the dynamic section asks of the loader. */
export interface ElfDynamic {
  readonly entries: readonly ElfDynamicEntry[];
  readonly needed: readonly string[];
  readonly soname: string | undefined;
  readonly rpath: string | undefined;
  readonly runpath: string | undefined;
  readonly bindNow: boolean;
  readonly textRelocations: boolean;
  /** DF_1_PIE: tells a position-independent program from a library. */
  readonly pie: boolean;
}

/** Reads the entries up to DT_NULL. @throws FormatError */
export function readDynamicEntries(reader: Reader, offset: number, size: number): readonly ElfDynamicEntry[] {
  const part = reader.sub(offset, size, "PT_DYNAMIC");
  const each = 2 * reader.addressSize;
  const entries: ElfDynamicEntry[] = [];
  while (part.remaining >= each) {
    const tag = Number(part.address("d_tag"));
    const value = part.address("d_un");
    if (tag === DT.NULL) break;
    entries.push({ tag, value });
  }
  return entries;
}

/** The value of the first entry with this tag. */
export function dynamicValue(entries: readonly ElfDynamicEntry[], tag: number): bigint | undefined {
  return entries.find((entry) => entry.tag === tag)?.value;
}

/** Gives the entries their meaning. `names` is the table that DT_STRTAB points to. @throws FormatError */
export function interpretDynamic(entries: readonly ElfDynamicEntry[], names: StringTable | undefined): ElfDynamic {
  const texts = (tag: number, field: string): string[] =>
    names === undefined
      ? []
      : entries.filter((entry) => entry.tag === tag).map((entry) => names.at(Number(entry.value), field));
  const flags = dynamicValue(entries, DT.FLAGS) ?? 0n;
  const flags1 = dynamicValue(entries, DT.FLAGS_1) ?? 0n;
  const has = (tag: number): boolean => entries.some((entry) => entry.tag === tag);
  return {
    entries,
    needed: texts(DT.NEEDED, "DT_NEEDED"),
    soname: texts(DT.SONAME, "DT_SONAME")[0],
    rpath: texts(DT.RPATH, "DT_RPATH")[0],
    runpath: texts(DT.RUNPATH, "DT_RUNPATH")[0],
    bindNow: has(DT.BIND_NOW) || (flags & DF.BIND_NOW) !== 0n || (flags1 & DF_1.NOW) !== 0n,
    textRelocations: has(DT.TEXTREL) || (flags & DF.TEXTREL) !== 0n,
    pie: (flags1 & DF_1.PIE) !== 0n,
  };
}
