import type { Inspection } from "../inspect/inspection.ts";
import { sectionAt } from "../inspect/place-of.ts";

/** A run of bytes that an edit changed, in the new file. */
export interface ChangedRange {
  readonly offset: number;
  readonly size: number;
  /** The section, `headers`, or `end of the file`. */
  readonly place: string;
}

/** Changes that are less than this apart are told as one. */
const APART = 64;

/** Where two versions of a file differ, byte by byte; what was added at the end is one range. */
export function changedRanges(before: Uint8Array, after: Uint8Array, inspection: Inspection): readonly ChangedRange[] {
  const ranges: { offset: number; end: number }[] = [];
  const both = Math.min(before.length, after.length);
  for (let at = 0; at < both; at++) {
    if (before[at] === after[at]) continue;
    const last = ranges.at(-1);
    if (last !== undefined && at - last.end < APART) last.end = at + 1;
    else ranges.push({ offset: at, end: at + 1 });
  }
  if (after.length > both) ranges.push({ offset: both, end: after.length });
  return ranges.map(({ offset, end }) => ({ offset, size: end - offset, place: placeName(offset, inspection) }));
}

function placeName(offset: number, inspection: Inspection): string {
  const inside = sectionAt(offset, inspection);
  if (inside !== undefined) return inside.name;
  const starts = inspection.sections.filter((each) => each.size > 0 && each.offset > 0).map((each) => each.offset);
  return offset < Math.min(...starts) ? "headers" : "behind the sections";
}
