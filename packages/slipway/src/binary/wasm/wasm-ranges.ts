import { lastAtMost } from "./last-at-most.ts";
import { copySegment, MAX_GAP } from "./wasm-memory.ts";
import type { WasmModule } from "./wasm-module.ts";

/** The data segment that a place in the file belongs to. */
export function segmentAt({ data }: WasmModule, offset: number): number | undefined {
  const index = lastAtMost(data.length, (each) => data.offsets[each]!, offset);
  return index >= 0 && offset < data.offsets[index]! + data.sizes[index]! ? index : undefined;
}

/**
 * The bytes of a part of memory 0 as the program finds it: a view of the file when one segment has all of them, else put together.
 * `undefined` when it begins before or ends behind all segments, or they are too far apart for one structure.
 */
export function readRange({ data, bytes: file }: WasmModule, address: number, size: number): Uint8Array | undefined {
  const { order, addresses } = data.inMemory();
  const start = (place: number): number => addresses[order[place]!]!;
  const end = (place: number): number => start(place) + data.sizes[order[place]!]!;
  const first = lastAtMost(order.length, start, address);
  if (first < 0 || end(first) <= address || size > file.length) return undefined;
  if (end(first) >= address + size && !(start(first + 1) < address + size)) {
    const offset = data.offsets[order[first]!]! + address - start(first);
    return file.subarray(offset, offset + size);
  }
  const bytes = new Uint8Array(size);
  let known = address;
  let place = first;
  for (; start(place) < address + size; place++) {
    if (start(place) > known + MAX_GAP) return undefined;
    const index = order[place]!;
    const offset = data.offsets[index]!;
    copySegment(file, offset, data.sizes[index]!, bytes, start(place) - address);
    known = Math.max(known, end(place));
  }
  // It may end in zeros, which are not written.
  return known >= address + size || start(place) <= known + MAX_GAP ? bytes : undefined;
}
