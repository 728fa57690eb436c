import { ET, PF, PT, SHT } from "../elf/elf-constants.ts";
import type { ElfFile } from "../elf/elf-file.ts";
import type { Tolerate } from "./inspect-go.ts";
import type { Inspection } from "./inspection.ts";
import { packerOf } from "./packer-of.ts";

/** The parts of an inspection that each format fills in its own way. */
export type FormatFacts = Pick<
  Inspection,
  "kind" | "bits" | "endian" | "libraries" | "sections" | "signature" | "details"
>;

export function inspectElf(file: ElfFile, tolerate: Tolerate): FormatFacts {
  const dynamic = tolerate(() => file.dynamic, undefined);
  const needs = tolerate(() => file.versionNeeds, []);
  const notes = tolerate(() => file.notes, []);
  const stack = file.segments.find((segment) => segment.type === PT.GNU_STACK);
  const relro = file.segments.some((segment) => segment.type === PT.GNU_RELRO);
  const gnuId = notes.find((note) => note.name === "GNU" && note.type === 3);
  return {
    kind: elfKind(
      file,
      dynamic?.pie ?? false,
      tolerate(() => file.interpreter, undefined),
    ),
    bits: file.header.bits,
    endian: file.header.littleEndian ? "little" : "big",
    libraries: (dynamic?.needed ?? []).map((name) => {
      const versions = needs.find((need) => need.library === name)?.versions.map((version) => version.name);
      return versions === undefined ? { name } : { name, versions: versions.sort() };
    }),
    sections: file.sections
      .filter((section) => section.type !== SHT.NULL)
      .map(({ name, size, offset, address }) => ({ name, size, offset, address: `0x${address.toString(16)}` })),
    signature: null,
    details: {
      packer: packerOf(file.bytes),
      machine: file.header.machine,
      type: file.header.type,
      flags: file.header.flags,
      osAbi: file.header.osAbi,
      interpreter: tolerate(() => file.interpreter, undefined) ?? null,
      soname: dynamic?.soname ?? null,
      rpath: dynamic?.rpath ?? null,
      runpath: dynamic?.runpath ?? null,
      static: dynamic === undefined || (dynamic.needed.length === 0 && file.interpreter === undefined),
      positionIndependent: file.header.type === ET.DYN,
      executableStack: stack === undefined ? null : (stack.flags & PF.X) !== 0,
      relro: !relro ? "none" : dynamic?.bindNow === true ? "full" : "partial",
      textRelocations: dynamic?.textRelocations ?? false,
      writableCode: file.segments.some(
        (segment) => segment.type === PT.LOAD && (segment.flags & (PF.W | PF.X)) === (PF.W | PF.X),
      ),
      buildId: gnuId === undefined ? null : hex(gnuId.description),
      notes: notes.map(({ name, type }) => ({ name, type })),
      segments: file.segments.map(({ type, flags, offset, address, fileSize, memorySize }) => ({
        type: SEGMENT_NAMES.get(type) ?? `0x${type.toString(16)}`,
        access: `${(flags & PF.R) === 0 ? "-" : "r"}${(flags & PF.W) === 0 ? "-" : "w"}${(flags & PF.X) === 0 ? "-" : "x"}`,
        offset,
        address: `0x${address.toString(16)}`,
        fileSize,
        memorySize: `0x${memorySize.toString(16)}`,
      })),
      exports: tolerate(() => exportedNames(file), []),
      debugInfo: file.sections.some((section) => /^\.z?debug_info$/.test(section.name)),
    },
  };
}

const SEGMENT_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(PT).map(([name, type]) => [type, name]));

/** Defined dynamic symbols that other programs can link to. */
function exportedNames(file: ElfFile): string[] {
  return file.dynamicSymbols
    .filter(
      (symbol) => symbol.section !== 0 && symbol.binding !== 0 && symbol.visibility !== 1 && symbol.visibility !== 2,
    )
    .map((symbol) => symbol.name)
    .sort();
}

function elfKind(file: ElfFile, pie: boolean, interpreter: string | undefined): Inspection["kind"] {
  // A split debug file keeps the headers of code that it leaves out.
  const apart = file.sections.some((section) => section.name === ".text" && section.type === SHT.NOBITS);
  switch (file.header.type) {
    case ET.REL:
      return "object";
    case ET.CORE:
      return "core";
    case ET.DYN:
      if (apart) return "debug";
      // A program is told from a library by its loader or DF_1_PIE; a static one by its entry and lack of a name. C's own
      // library has a loader, since it tells its version when it is run, and a name.
      return pie ||
        (interpreter !== undefined && file.dynamic?.soname === undefined) ||
        (file.header.entry !== 0n && file.dynamic?.soname === undefined && file.dynamic?.needed.length === 0)
        ? "program"
        : "library";
    default:
      return apart ? "debug" : "program";
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
