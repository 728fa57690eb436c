import type { InspectedSection, Inspection } from "./inspection.ts";

/** The section that has the byte at a file offset. Sections without bytes in the file say 0 for theirs. */
export function sectionAt(offset: number, { sections }: Inspection): InspectedSection | undefined {
  return sections.find((each) => each.offset > 0 && offset >= each.offset && offset < each.offset + each.size);
}

/** A file offset as a person finds it again: `.rodata at 0x1234`. */
export function placeOf(offset: number, inspection: Inspection): string {
  const section = sectionAt(offset, inspection);
  const at = `0x${offset.toString(16)}`;
  return section === undefined || section.name === "" ? `at ${at}` : `${section.name} at ${at}`;
}
