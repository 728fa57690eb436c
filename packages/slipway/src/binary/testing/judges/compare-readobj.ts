import assert from "node:assert/strict";
import type { ElfFile } from "../../elf/elf-file.ts";
import type { MachoFile } from "../../macho/macho-file.ts";
import type { PeFile } from "../../pe/pe-file.ts";
import { readBinary } from "../../read-binary.ts";
import type { TestFile } from "../go-files.ts";
import { groupsOf, nameOf, numberOf, readobj, type ReadobjNode } from "./readobj.ts";

/** Asserts that our reader and llvm-readobj see the same headers, segments, sections and symbols. Returns how many fields. */
export function compareWithReadobj(file: TestFile): number {
  const binary = readBinary(file.bytes);
  switch (binary.format) {
    case "elf":
      return same(
        file,
        elf(binary, readobj(file.path, "--file-headers", "--program-headers", "--sections", "--symbols")),
      );
    case "pe":
      return same(file, pe(binary, readobj(file.path, "--file-headers", "--sections")));
    case "macho":
      return same(file, macho(binary, readobj(file.path, "--file-headers", "--sections", "--symbols")));
    default:
      return assert.fail(`${file.name}: llvm-readobj is no judge of ${binary.format}`);
  }
}

/** Ours and theirs, field by field. */
type Pair = readonly [field: string, ours: unknown, theirs: unknown];

function same(file: TestFile, pairs: readonly Pair[]): number {
  for (const [field, ours, theirs] of pairs) assert.deepEqual(ours, theirs, `${file.name}: ${field}`);
  return pairs.length;
}

/** Compares lists record by record; `fields` gives each record's values on either side. */
function rows<T>(
  what: string,
  ours: readonly T[],
  theirs: readonly ReadobjNode[],
  fields: (our: T, their: ReadobjNode) => readonly Pair[],
): Pair[] {
  return [
    [`number of ${what}`, ours.length, theirs.length],
    ...ours.flatMap((our, index) =>
      theirs[index] === undefined
        ? []
        : fields(our, theirs[index]).map(([field, a, b]): Pair => [`${what} ${index} ${field}`, a, b]),
    ),
  ];
}

function elf(file: ElfFile, root: ReadobjNode): Pair[] {
  const head = root.groups.get("ElfHeader")?.[0];
  const ident = head?.groups.get("Ident")?.[0];
  const { header } = file;
  const headers: readonly (readonly [string, number])[] = [
    ["Type", header.type],
    ["Machine", header.machine],
    ["Entry", Number(header.entry)],
    ["ProgramHeaderOffset", header.segmentOffset],
    ["SectionHeaderOffset", header.sectionOffset],
    ["HeaderSize", header.headerSize],
    ["ProgramHeaderEntrySize", header.segmentEntrySize],
    ["SectionHeaderEntrySize", header.sectionEntrySize],
  ];
  return [
    ...headers.map(([field, value]): Pair => [field, value, numberOf(head, field)]),
    ["OS/ABI", header.osAbi, numberOf(ident, "OS/ABI")],
    ["ABIVersion", header.abiVersion, numberOf(ident, "ABIVersion")],
    ["Flags", header.flags, numberOf(head, "Flags")],
    ...rows("segments", file.segments, groupsOf(root, "ProgramHeaders", "ProgramHeader"), (our, their) => [
      ["Type", our.type, numberOf(their, "Type")],
      ["Offset", our.offset, numberOf(their, "Offset")],
      ["VirtualAddress", Number(our.address), numberOf(their, "VirtualAddress")],
      ["PhysicalAddress", Number(our.physicalAddress), numberOf(their, "PhysicalAddress")],
      ["FileSize", our.fileSize, numberOf(their, "FileSize")],
      ["MemSize", Number(our.memorySize), numberOf(their, "MemSize")],
      ["Flags", our.flags, numberOf(their, "Flags")],
      ["Alignment", Number(our.align), numberOf(their, "Alignment")],
    ]),
    ...rows("sections", file.sections, groupsOf(root, "Sections", "Section"), (our, their) => [
      ["Name", our.name, nameOf(their)],
      ["Type", our.type, numberOf(their, "Type")],
      ["Flags", Number(our.flags), numberOf(their, "Flags")],
      ["Address", Number(our.address), numberOf(their, "Address")],
      ["Offset", our.offset, numberOf(their, "Offset")],
      ["Size", our.size, numberOf(their, "Size")],
      ["Link", our.link, numberOf(their, "Link")],
      ["Info", our.info, numberOf(their, "Info")],
      ["AddressAlignment", Number(our.align), numberOf(their, "AddressAlignment")],
      ["EntrySize", our.entrySize, numberOf(their, "EntrySize")],
    ]),
    ...rows("symbols", file.symbols, groupsOf(root, "Symbols", "Symbol"), (our, their) => [
      ["Name", our.type === 3 && our.name === "" ? nameOf(their) : our.name, nameOf(their)],
      ["Value", Number(our.value), numberOf(their, "Value")],
      ["Size", Number(our.size), numberOf(their, "Size")],
      ["Binding", our.binding, numberOf(their, "Binding")],
      ["Type", our.type, numberOf(their, "Type")],
      ["Section", our.section, numberOf(their, "Section")],
    ]),
  ];
}

const DIRECTORIES = [
  "ExportTable",
  "ImportTable",
  "ResourceTable",
  "ExceptionTable",
  "CertificateTable",
  "BaseRelocationTable",
  "Debug",
  "Architecture",
  "GlobalPtr",
  "TLSTable",
  "LoadConfigTable",
  "BoundImport",
  "IAT",
  "DelayImportDescriptor",
  "CLRRuntimeHeader",
  "Reserved",
];

function pe(file: PeFile, root: ReadobjNode): Pair[] {
  const head = root.groups.get("ImageFileHeader")?.[0];
  const { coff, optional } = file;
  const headers: readonly (readonly [string, number])[] = [
    ["Machine", coff.machine],
    ["SectionCount", coff.sectionCount],
    ["TimeDateStamp", coff.timestamp],
    ["PointerToSymbolTable", coff.symbolOffset],
    ["SymbolCount", coff.symbolCount],
    ["OptionalHeaderSize", coff.optionalHeaderSize],
    ["Characteristics", coff.characteristics],
  ];
  return [
    ...headers.map(([field, value]): Pair => [field, value, numberOf(head, field)]),
    ...(optional === undefined ? [] : peOptional(optional, root.groups.get("ImageOptionalHeader")?.[0])),
    ...rows("sections", file.sections, groupsOf(root, "Sections", "Section"), (our, their) => [
      ["Name", our.name, nameOf(their)],
      ["VirtualSize", our.virtualSize, numberOf(their, "VirtualSize")],
      ["VirtualAddress", our.address, numberOf(their, "VirtualAddress")],
      ["RawDataSize", our.size, numberOf(their, "RawDataSize")],
      ["PointerToRawData", our.offset, numberOf(their, "PointerToRawData")],
      ["PointerToRelocations", our.relocationOffset, numberOf(their, "PointerToRelocations")],
      ["RelocationCount", our.relocationCount, numberOf(their, "RelocationCount")],
      ["Characteristics", our.characteristics, numberOf(their, "Characteristics")],
    ]),
  ];
}

function peOptional(optional: NonNullable<PeFile["optional"]>, head: ReadobjNode | undefined): Pair[] {
  const version = (name: string): string =>
    `${numberOf(head, `Major${name}Version`)}.${numberOf(head, `Minor${name}Version`)}`;
  const headers: readonly (readonly [string, number])[] = [
    ["SizeOfCode", optional.codeSize],
    ["AddressOfEntryPoint", optional.entry],
    ["ImageBase", Number(optional.imageBase)],
    ["SectionAlignment", optional.sectionAlignment],
    ["FileAlignment", optional.fileAlignment],
    ["SizeOfImage", optional.imageSize],
    ["SizeOfHeaders", optional.headersSize],
    ["Subsystem", optional.subsystem],
    ["Characteristics", optional.dllCharacteristics],
    ["SizeOfStackReserve", Number(optional.stackReserve)],
    ["SizeOfStackCommit", Number(optional.stackCommit)],
    ["SizeOfHeapReserve", Number(optional.heapReserve)],
    ["SizeOfHeapCommit", Number(optional.heapCommit)],
    ["NumberOfRvaAndSize", optional.directories.length],
  ];
  const directories = head?.groups.get("DataDirectory")?.[0];
  return [
    ...headers.map(([field, value]): Pair => [field, value, numberOf(head, field)]),
    ["Magic", optional.bits, numberOf(head, "Magic") === 0x20b ? 64 : 32],
    ["LinkerVersion", optional.linkerVersion, version("Linker")],
    ["OperatingSystemVersion", optional.osVersion, version("OperatingSystem")],
    ["ImageVersion", optional.imageVersion, version("Image")],
    ["SubsystemVersion", optional.subsystemVersion, version("Subsystem")],
    ...optional.directories.flatMap(({ address, size }, index): Pair[] => [
      [`${DIRECTORIES[index]}RVA`, address, numberOf(directories, `${DIRECTORIES[index]}RVA`)],
      [`${DIRECTORIES[index]}Size`, size, numberOf(directories, `${DIRECTORIES[index]}Size`)],
    ]),
  ];
}

function macho(file: MachoFile, root: ReadobjNode): Pair[] {
  const head = root.groups.get("MachHeader")?.[0];
  const { header } = file;
  const headers: readonly (readonly [string, number])[] = [
    ["CpuType", header.cpu],
    // The highest byte has capabilities, which it leaves out.
    ["FileType", header.fileType],
    ["NumOfLoadCommands", header.commandCount],
    ["SizeOfLoadCommands", header.commandsSize],
    ["Flags", header.flags],
  ];
  return [
    ...headers.map(([field, value]): Pair => [field, value, numberOf(head, field)]),
    ["CpuSubType", header.cpuSubtype & 0xffffff, numberOf(head, "CpuSubType") & 0xffffff],
    ...rows("sections", file.sections, groupsOf(root, "Sections", "Section"), (our, their) => [
      ["Name", our.name, nameOf(their)],
      ["Segment", our.segment, nameOf(their, "Segment")],
      ["Address", Number(our.address), numberOf(their, "Address")],
      ["Size", Number(our.size), numberOf(their, "Size")],
      ["Offset", our.offset, numberOf(their, "Offset")],
      ["Alignment", our.align, numberOf(their, "Alignment")],
      ["RelocationOffset", our.relocationOffset, numberOf(their, "RelocationOffset")],
      ["RelocationCount", our.relocationCount, numberOf(their, "RelocationCount")],
      ["Type", our.flags & 0xff, numberOf(their, "Type")],
      ["Attributes", (our.flags & 0xffffff00) >>> 0, numberOf(their, "Attributes") * 256],
    ]),
    ...rows("symbols", file.symbols, groupsOf(root, "Symbols", "Symbol"), (our, their) => [
      ["Name", our.name, nameOf(their)],
      ["Value", Number(our.value), numberOf(their, "Value")],
    ]),
  ];
}
