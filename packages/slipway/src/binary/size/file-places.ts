import type { Program } from "../read-binary.ts";
import { isActive } from "../wasm/wasm-memory.ts";

/** Where bytes of memory stand in the file: in one place, or in WebAssembly in several, with zeros left out in between. */
export type FilePlaces = (
  address: bigint,
  size: number,
) => readonly { readonly offset: number; readonly size: number }[];

/** @throws FormatError */
export function filePlaces(program: Program): FilePlaces {
  if (program.format !== "wasm") {
    const memory = program.addressSpace;
    return (address, size) => {
      const offset = size > 0 ? memory.offsetOf(address) : undefined;
      return offset === undefined ? [] : [{ offset, size }];
    };
  }
  const segments = program.data
    .filter(isActive)
    .map(({ address, offset, size }) => ({ start: address, end: address + size, offset }))
    .sort((a, b) => a.start - b.start);
  return (address, size) => {
    const start = Number(address);
    const end = start + size;
    const places: { offset: number; size: number }[] = [];
    for (let index = firstEndingAfter(segments, start); index < segments.length; index++) {
      const segment = segments[index]!;
      if (segment.start >= end) break;
      const from = Math.max(segment.start, start);
      places.push({ offset: segment.offset + from - segment.start, size: Math.min(segment.end, end) - from });
    }
    return places;
  };
}

/** Binary search; segments do not overlap in what Go's linker writes, and where they do a byte more or less is counted. */
function firstEndingAfter(segments: readonly { readonly end: number }[], address: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.end > address) high = middle;
    else low = middle + 1;
  }
  return low;
}
