import { countDifferences } from "../compare-bytes.ts";
import type { Program } from "../read-binary.ts";
import type { SectionDiff } from "./binary-diff.ts";

/** A named part of a file; between them they cover what the format names. */
interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What differs in bytes, section by section; equal sections are left out. @throws FormatError */
export function diffSections(a: Program, b: Program): readonly SectionDiff[] {
  const before = new Map(partsOf(a).map((part) => [part.name, part.bytes]));
  const after = new Map(partsOf(b).map((part) => [part.name, part.bytes]));
  const none = new Uint8Array(0);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((section) => {
    const one = before.get(section) ?? none;
    const other = after.get(section) ?? none;
    const { count, first: difference } = countDifferences(one, other);
    const differing = count + Math.abs(one.length - other.length);
    const first = difference < 0 ? Math.min(one.length, other.length) : difference;
    return differing === 0 ? [] : [{ section, sizeA: one.length, sizeB: other.length, differing, first }];
  });
}

function partsOf(program: Program): readonly Part[] {
  const numbered = new Map<string, number>();
  const part = (name: string, bytes: Uint8Array): Part => {
    const seen = numbered.get(name) ?? 0;
    numbered.set(name, seen + 1);
    return { name: seen === 0 ? name : `${name} (${seen + 1})`, bytes };
  };
  const sections: Part[] = (() => {
    switch (program.format) {
      case "elf":
        return program.sections.map((section) => part(section.name, program.sectionBytes(section)));
      case "pe":
        return program.sections.map((section) => part(section.name, program.sectionBytes(section)));
      case "macho":
        return program.sections.map((section) =>
          part(`${section.segment},${section.name}`, program.sectionBytes(section)),
        );
      case "wasm":
        return program.sections.map((section) => part(section.name, program.sectionBytes(section)));
      case "xcoff":
        return program.sections.map((section) => part(section.name, program.sectionBytes(section)));
      default:
        return program.sections.map((section) => part(section.name, program.sectionBytes(section)));
    }
  })();
  return [part("headers", program.bytes.subarray(0, headersSize(program))), ...sections];
}

function headersSize(program: Program): number {
  switch (program.format) {
    case "elf":
      return Math.min(
        program.header.segmentOffset + program.header.segmentCount * program.header.segmentEntrySize,
        program.bytes.length,
      );
    case "pe":
      return Math.min(program.optional?.headersSize ?? 20, program.bytes.length);
    case "macho":
      return program.header.size + program.header.commandsSize;
    default:
      return 0;
  }
}
