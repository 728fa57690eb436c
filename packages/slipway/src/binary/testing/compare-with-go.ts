import assert from "node:assert/strict";
import type { ElfFile } from "../elf/elf-file.ts";
import type { ElfSymbol } from "../elf/elf-symbols.ts";
import { findPclntab } from "../go/find-pclntab.ts";
import type { MachoFile } from "../macho/macho-file.ts";
import type { PeFile } from "../pe/pe-file.ts";
import type { Plan9File } from "../plan9/plan9-file.ts";
import { readBinary } from "../read-binary.ts";
import type { Program } from "../read-binary.ts";
import type { TestFile } from "./go-files.ts";

/** Asserts that our readers see in a file what the dump program printed about it. */
export function compareWithGo(file: TestFile, dump: Readonly<Record<string, unknown>>): void {
  const binary = readBinary(file.bytes);
  assert.equal(binary.format, dump["format"], file.name);
  switch (binary.format) {
    case "elf":
      return same(file, { ...elf(binary), ...functions(binary, dump) }, dump);
    case "pe":
      return same(file, pe(binary), dump);
    case "macho":
      return same(file, { ...macho(binary), ...functions(binary, dump) }, dump);
    case "macho-fat": {
      const slices = binary.slices.map((slice) => ({
        cpu: slice.cpu,
        subtype: slice.cpuSubtype,
        offset: slice.offset,
        size: slice.size,
        align: slice.align,
        file: macho(binary.macho(slice)),
      }));
      return same(file, { format: "macho-fat", slices }, dump);
    }
    case "plan9":
      return same(file, plan9(binary), dump);
    default:
      assert.fail(`${file.name}: no comparison for ${binary.format}`);
  }
}

function same(file: TestFile, ours: object, dump: object): void {
  assert.deepEqual(JSON.parse(JSON.stringify(ours)), dump, file.name);
}

function hex(value: bigint): string {
  return value === 0n ? "0x0" : `0x${value.toString(16)}`;
}

function elf(file: ElfFile): object {
  const { header } = file;
  const dynamic = file.dynamic;
  return {
    format: "elf",
    class: header.bits === 64 ? 2 : 1,
    littleEndian: header.littleEndian,
    osAbi: header.osAbi,
    type: header.type,
    machine: header.machine,
    entry: hex(header.entry),
    segments: file.segments.map((segment) => ({
      type: segment.type,
      flags: segment.flags,
      offset: segment.offset,
      address: hex(segment.address),
      fileSize: segment.fileSize,
      memorySize: hex(segment.memorySize),
      align: hex(segment.align),
    })),
    sections: file.sections.map((section) => ({
      name: section.name,
      type: section.type,
      flags: hex(section.flags),
      address: hex(section.address),
      offset: section.offset,
      size: section.size,
      link: section.link,
      info: section.info,
      entrySize: section.entrySize,
    })),
    symbols: file.symbols.slice(1).map(elfSymbol),
    dynamicSymbols: file.dynamicSymbols.slice(1).map(elfSymbol),
    libraries: dynamic?.needed ?? [],
    soname: dynamic?.soname,
    rpath: dynamic?.rpath,
    runpath: dynamic?.runpath,
    versionNeeds: file.versionNeeds.flatMap((need) =>
      need.versions.map((version) => `${need.library} ${version.name}`),
    ),
  };
}

function elfSymbol(symbol: ElfSymbol): object {
  return {
    name: symbol.name,
    value: hex(symbol.value),
    size: hex(symbol.size),
    binding: symbol.binding,
    type: symbol.type,
    visibility: symbol.visibility,
    section: symbol.section,
  };
}

function functions(program: Program, dump: Readonly<Record<string, unknown>>): object {
  if (dump["functions"] === undefined) return {};
  const found = findPclntab(program);
  assert.ok(found !== undefined);
  return {
    functions: found.table
      .functions(found.textStart)
      .map(({ name, entry, size }) => ({ name, entry: hex(entry), size })),
  };
}

function pe(file: PeFile): object {
  const { coff, optional } = file;
  return {
    format: "pe",
    machine: coff.machine,
    timestamp: coff.timestamp,
    symbolOffset: coff.symbolOffset,
    symbolCount: coff.symbolCount,
    characteristics: coff.characteristics,
    optional: optional && {
      bits: optional.bits,
      entry: optional.entry,
      imageBase: hex(optional.imageBase),
      sectionAlignment: optional.sectionAlignment,
      fileAlignment: optional.fileAlignment,
      imageSize: optional.imageSize,
      headersSize: optional.headersSize,
      checksum: optional.checksum,
      subsystem: optional.subsystem,
      dllCharacteristics: optional.dllCharacteristics,
      stackReserve: hex(optional.stackReserve),
      directories: optional.directories,
    },
    sections: file.sections.map(({ name, virtualSize, address, size, offset, characteristics }) => ({
      name,
      virtualSize,
      address,
      size,
      offset,
      characteristics,
    })),
    symbols: file.symbols,
    imports: file.imports.flatMap(({ library, imports }) =>
      imports.flatMap((each) => ("name" in each ? [`${each.name}:${library}`] : [])),
    ),
  };
}

function macho(file: MachoFile): object {
  const { header } = file;
  return {
    format: "macho",
    cpu: header.cpu,
    subtype: header.cpuSubtype,
    fileType: header.fileType,
    commandCount: header.commandCount,
    commandsSize: header.commandsSize,
    flags: header.flags,
    segments: file.segments.map((segment) => ({
      name: segment.name,
      address: hex(segment.address),
      memorySize: hex(segment.memorySize),
      fileOffset: segment.fileOffset,
      fileSize: segment.fileSize,
      maxProtection: segment.maxProtection,
      initialProtection: segment.initialProtection,
      flags: segment.flags,
    })),
    rpaths: file.rpaths,
    sections: file.sections.map((section) => ({
      name: section.name,
      segment: section.segment,
      address: hex(section.address),
      size: hex(section.size),
      offset: section.offset,
      align: section.align,
      flags: section.flags,
    })),
    symbols: file.symbols.map((symbol) => ({
      // Go's package takes the underscore of symbols with a dot off.
      name: symbol.name.includes(".") && symbol.name.startsWith("_") ? symbol.name.slice(1) : symbol.name,
      type: symbol.type,
      section: symbol.section,
      description: symbol.description,
      value: hex(symbol.value),
    })),
    libraries: file.libraries.filter((library) => library.use === "load").map((library) => library.path),
  };
}

function plan9(file: Plan9File): object {
  return {
    format: "plan9",
    entry: hex(file.entry),
    bss: file.bssSize,
    pointerSize: file.pointerSize,
    sections: file.sections,
    symbols: file.symbols.map(({ name, type, value }) => ({ name, type, value: hex(value) })),
  };
}
