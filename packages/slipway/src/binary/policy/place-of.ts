import type { Inspection } from "../inspect/inspection.ts";

/** A file offset as a person finds it again: `.rodata at 0x1234`. */
export function placeOf(offset: number, inspection: Inspection): string {
  const section = inspection.sections.find((each) => offset >= each.offset && offset < each.offset + each.size);
  const at = `0x${offset.toString(16)}`;
  return section === undefined || section.name === "" ? `at ${at}` : `${section.name} at ${at}`;
}
