import { AddressSpace } from "../address-space.ts";
import type { Region } from "../address-space.ts";
import type { WasmData } from "./wasm-data.ts";

/** Gaps up to this size inside linear memory are filled: the Go linker leaves out runs of zeros. */
export const MAX_GAP = 1 << 20;

/** Below this size a view costs more than copying byte by byte. */
const SMALL = 128;

/**
 * Puts the data segments of `file` together to the memory that the program starts with.
 *
 * The Go linker cuts its data at every longer run of zeros, so that a structure may span several segments. Neighbours are
 * joined as long as all of it stays within twice the file's size; a far segment starts a region of its own.
 */
export function wasmAddressSpace(data: WasmData, file: Uint8Array): AddressSpace {
  const { order, addresses } = data.inMemory();
  const regions: Region[] = [];
  let allocated = 0;
  const address = (place: number): number => addresses[order[place]!]!;

  const close = (from: number, to: number, end: number): void => {
    const start = address(from);
    const size = end - start;
    const place = { name: "memory", address: BigInt(start), writable: true, executable: false };
    if (to - from === 1 || allocated + size > 2 * file.length) {
      for (let each = from; each < to; each++) {
        const { offset, size: length } = data.at(order[each]!)!;
        const bytes = file.subarray(offset, offset + length);
        regions.push({ ...place, address: BigInt(address(each)), offset, bytes });
      }
      return;
    }
    allocated += size;
    const bytes = new Uint8Array(size);
    for (let each = from; each < to; each++) {
      const index = order[each]!;
      copySegment(file, data.offsets[index]!, data.sizes[index]!, bytes, addresses[index]! - start);
    }
    regions.push({ ...place, offset: -1, bytes });
  };

  let from = 0;
  let end = 0;
  for (let place = 0; place < order.length; place++) {
    const start = address(place);
    if (place > from && start > end + MAX_GAP) {
      close(from, place, end);
      from = place;
    }
    const stop = start + data.sizes[order[place]!]!;
    end = place === from ? stop : Math.max(end, stop);
  }
  if (order.length > 0) close(from, order.length, end);
  return new AddressSpace(regions, { littleEndian: true, pointerSize: 8 });
}

/** Copies a segment to where it belongs, which may lie outside in part. */
export function copySegment(file: Uint8Array, offset: number, size: number, into: Uint8Array, at: number): void {
  const skipped = Math.max(0, -at);
  const end = Math.min(size, into.length - at);
  if (end - skipped > SMALL) into.set(file.subarray(offset + skipped, offset + end), at + skipped);
  else for (let byte = skipped; byte < end; byte++) into[at + byte] = file[offset + byte]!;
}
