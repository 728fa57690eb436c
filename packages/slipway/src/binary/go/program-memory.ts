import type { AddressSpace, Region } from "../address-space.ts";
import type { Program } from "../read-binary.ts";

/** A named part of a program as Go's linker calls it. */
export interface NamedPart {
  readonly address: bigint;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** The memory of a program whatever its format. @throws FormatError */
export function memoryOf(program: Program): AddressSpace {
  return program.addressSpace;
}

/**
 * The part that Go's linker names, such as `.gopclntab` in ELF, `__gopclntab` in Mach-O. Position-independent ELF programs
 * put a prefix in front of it. PE, XCOFF, Plan 9 and WebAssembly have no such parts.
 *
 * @throws FormatError
 */
export function namedPart(program: Program, name: string): NamedPart | undefined {
  if (program.format === "elf") {
    const section = program.sections.find((each) => each.name === `.${name}` || each.name === `.data.rel.ro.${name}`);
    return section === undefined
      ? undefined
      : { address: section.address, offset: section.offset, bytes: program.sectionBytes(section) };
  }
  if (program.format === "macho") {
    const section = program.section(`__${name.replaceAll(".", "_")}`);
    return section === undefined
      ? undefined
      : { address: section.address, offset: section.offset, bytes: program.sectionBytes(section) };
  }
  return undefined;
}

/** Regions that hold initialised writable data, where Go puts its build info and module data. */
export function dataRegions(memory: AddressSpace): readonly Region[] {
  return memory.regions.filter((region) => region.writable && !region.executable);
}

/** Offset of `pattern` in `bytes` from `from`, or -1. */
export function indexOfBytes(bytes: Uint8Array, pattern: Uint8Array, from = 0): number {
  const first = pattern[0]!;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + pattern.length > bytes.length) return -1;
    let length = 1;
    while (length < pattern.length && bytes[at + length] === pattern[length]) length++;
    if (length === pattern.length) return at;
  }
  return -1;
}
