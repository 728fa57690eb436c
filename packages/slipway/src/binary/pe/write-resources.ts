import { EditError } from "../edit-error.ts";
import { Writer } from "../writer.ts";
import { DIRECTORY, MACHINE, SCN } from "./pe-constants.ts";
import { peChecksum } from "./pe-checksum.ts";
import { PeFile } from "./pe-file.ts";

/** A resource to write, in US English. `type` and `name` are numbers. */
export interface NewResource {
  readonly type: number;
  readonly name: number;
  readonly bytes: Uint8Array;
}

const LANGUAGE = 0x0409;

/** A resource section, and where in it the addresses of the data stand: those need the section's own address added. */
interface ResourceSection {
  readonly bytes: Uint8Array;
  readonly relocations: readonly number[];
}

/** Lays out the three-level tree ("The .rsrc Section"); addresses count from the start of the section plus `base`. */
function layoutResources(resources: readonly NewResource[], base: number): ResourceSection {
  const sorted = resources.toSorted((a, b) => a.type - b.type || a.name - b.name);
  const types = [...new Set(sorted.map((each) => each.type))];
  const root = 16 + types.length * 8;
  const typeTables = types.reduce((sum, type) => sum + 16 + sorted.filter((each) => each.type === type).length * 8, 0);
  const languageStart = root + typeTables;
  const entryStart = languageStart + sorted.length * 24;
  let dataAt = entryStart + sorted.length * 16;
  const size = sorted.reduce((sum, each) => align(sum, 8) + each.bytes.length, dataAt);
  const bytes = new Uint8Array(align(size, 8));
  const writer = new Writer(bytes);
  const table = (at: number, count: number): Writer => writer.u16(at + 14, count);
  table(0, types.length);
  let typeAt = root;
  let index = 0;
  const relocations: number[] = [];
  for (const [typeIndex, type] of types.entries()) {
    const members = sorted.filter((each) => each.type === type);
    writer.u32(16 + typeIndex * 8, type).u32(20 + typeIndex * 8, typeAt + 0x80000000);
    table(typeAt, members.length);
    for (const [memberIndex, member] of members.entries()) {
      const languageAt = languageStart + index * 24;
      const entryAt = entryStart + index * 16;
      writer
        .u32(typeAt + 16 + memberIndex * 8, member.name)
        .u32(typeAt + 20 + memberIndex * 8, languageAt + 0x80000000);
      table(languageAt, 1);
      writer.u32(languageAt + 16, LANGUAGE).u32(languageAt + 20, entryAt);
      dataAt = align(dataAt, 8);
      writer.u32(entryAt, base + dataAt).u32(entryAt + 4, member.bytes.length);
      relocations.push(entryAt);
      bytes.set(member.bytes, dataAt);
      dataAt += member.bytes.length;
      index++;
    }
    typeAt += 16 + members.length * 8;
  }
  return { bytes, relocations };
}

/** Relocation "32-bit address without the image base", per machine. */
const ADDRESS_RELOCATION: Readonly<Record<string, readonly [number, number]>> = {
  "386": [MACHINE.I386, 7],
  amd64: [MACHINE.AMD64, 3],
  arm64: [MACHINE.ARM64, 2],
};

/**
 * Writes resources as a COFF object. Beside the sources as `NAME_windows_ARCH.syso` the go command links it into the
 * program.
 *
 * @throws EditError for an architecture that Go does not build for Windows
 */
export function writeSyso(resources: readonly NewResource[], arch: string): Uint8Array {
  const machine = ADDRESS_RELOCATION[arch];
  if (machine === undefined)
    throw new EditError("unsupported", `Cannot write resources for windows/${arch}: only 386, amd64 and arm64`);
  const section = layoutResources(resources, 0);
  const dataAt = 60;
  const relocationAt = dataAt + section.bytes.length;
  const symbolAt = relocationAt + section.relocations.length * 10;
  const bytes = new Uint8Array(symbolAt + 18 + 4);
  const writer = new Writer(bytes);
  writer.u16(0, machine[0]).u16(2, 1).u32(8, symbolAt).u32(12, 1);
  const name = new TextEncoder().encode(".rsrc");
  bytes.set(name, 20);
  writer.u32(36, section.bytes.length).u32(40, dataAt).u32(44, relocationAt).u16(52, section.relocations.length);
  writer.u32(56, SCN.CNT_INITIALIZED_DATA | SCN.MEM_READ);
  bytes.set(section.bytes, dataAt);
  for (const [index, at] of section.relocations.entries()) {
    writer
      .u32(relocationAt + index * 10, at)
      .u32(relocationAt + index * 10 + 4, 0)
      .u16(relocationAt + index * 10 + 8, machine[1]);
  }
  bytes.set(name, symbolAt);
  writer.u16(symbolAt + 12, 1);
  bytes[symbolAt + 16] = 3; // static
  writer.u32(symbolAt + 18, 4);
  return bytes;
}

/**
 * Adds a resource section to a linked program that has none, and brings its checksum up to date. The section is the last
 * one in memory; in the file it may come after the symbol table, which stays where it is.
 *
 * @throws EditError when the program has resources or a signature already, or its header has no room for another section
 * @throws FormatError when the bytes are no PE image
 */
export function addResources(bytes: Uint8Array, resources: readonly NewResource[]): Uint8Array {
  const file = new PeFile(bytes);
  const { optional, coff } = file;
  if (optional === undefined)
    throw new EditError("unsupported", "Cannot add resources to an object file: link it first");
  if ((file.directory(DIRECTORY.RESOURCE)?.size ?? 0) > 0) {
    throw new EditError("duplicate", "Cannot add resources: the program has some; build it without its .syso file");
  }
  if ((file.directory(DIRECTORY.CERTIFICATE)?.size ?? 0) > 0) {
    throw new EditError("unsupported", "Cannot add resources to a signed program: edit first, then sign");
  }
  const headerAt = coff.offset + 20 + coff.optionalHeaderSize + coff.sectionCount * 40;
  const firstData = Math.min(
    ...file.sections.filter((each) => each.size > 0).map((each) => each.offset),
    optional.headersSize,
  );
  if (headerAt + 40 > firstData) {
    throw new EditError("no-room", `Cannot add a section: its header needs 40 bytes, ${firstData - headerAt} are free`);
  }
  if (optional.directories.length <= DIRECTORY.RESOURCE)
    throw new EditError("no-room", "Cannot add resources: the header has no entry for them");
  const end = file.sections.reduce(
    (sum, each) => Math.max(sum, each.address + Math.max(each.virtualSize, each.size)),
    0,
  );
  const address = align(end, optional.sectionAlignment);
  const offset = align(bytes.length, optional.fileAlignment);
  const section = layoutResources(resources, address);
  const rawSize = align(section.bytes.length, optional.fileAlignment);
  const copy = new Uint8Array(offset + rawSize);
  copy.set(bytes);
  copy.set(section.bytes, offset);
  const writer = new Writer(copy);
  copy.fill(0, headerAt, headerAt + 40);
  copy.set(new TextEncoder().encode(".rsrc"), headerAt);
  writer
    .u32(headerAt + 8, section.bytes.length)
    .u32(headerAt + 12, address)
    .u32(headerAt + 16, rawSize)
    .u32(headerAt + 20, offset);
  writer.u32(headerAt + 36, SCN.CNT_INITIALIZED_DATA | SCN.MEM_READ);
  writer.u16(coff.offset + 2, coff.sectionCount + 1);
  const view = new DataView(copy.buffer);
  const initializedAt = optional.offset + 8;
  writer.u32(initializedAt, view.getUint32(initializedAt, true) + rawSize);
  writer.u32(optional.offset + 56, align(address + section.bytes.length, optional.sectionAlignment));
  writer.u32(optional.directoriesOffset + DIRECTORY.RESOURCE * 8, address);
  writer.u32(optional.directoriesOffset + DIRECTORY.RESOURCE * 8 + 4, section.bytes.length);
  writer.u32(optional.checksumOffset, peChecksum(copy));
  return copy;
}

function align(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
