import type { Program } from "../read-binary.ts";

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
  const { data } = program;
  const { order, addresses } = data.inMemory();
  const starts = Float64Array.from(order, (index) => addresses[index]!);
  const ends = starts.map((start, place) => start + data.sizes[order[place]!]!);
  return (address, size) => {
    const start = Number(address);
    const end = start + size;
    const places: { offset: number; size: number }[] = [];
    for (let place = firstAbove(ends, start); place < order.length; place++) {
      const first = starts[place]!;
      if (first >= end) break;
      const from = Math.max(first, start);
      places.push({ offset: data.offsets[order[place]!]! + from - first, size: Math.min(ends[place]!, end) - from });
    }
    return places;
  };
}

/** Binary search; segments do not overlap in what Go's linker writes, and where they do a byte more or less is counted. */
function firstAbove(ends: Float64Array, address: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > address) high = middle;
    else low = middle + 1;
  }
  return low;
}
