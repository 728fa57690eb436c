import { AddressSpace } from "../address-space.ts";
import type { Region } from "../address-space.ts";
import type { WasmDataSegment } from "./wasm-data.ts";

/** Gaps up to this size inside linear memory are filled: the Go linker leaves out runs of zeros. */
const MAX_GAP = 1 << 20;

/**
 * Puts the data segments of `file` together to the memory that the program starts with.
 *
 * The Go linker cuts its data at every longer run of zeros, so that a structure may span several segments. Neighbours are
 * joined as long as all of it stays within twice the file's size; a far segment starts a region of its own.
 */
export function wasmAddressSpace(segments: readonly WasmDataSegment[], file: Uint8Array): AddressSpace {
  const active = segments.filter(isActive);
  // Linkers write them in order.
  if (active.some((each, index) => index > 0 && each.address < active[index - 1]!.address))
    active.sort((a, b) => a.address - b.address);
  const regions: Region[] = [];
  let allocated = 0;
  let group: ActiveSegment[] = [];
  let end = 0;

  const close = (): void => {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return;
    const size = end - first.address;
    const place = { name: "memory", address: BigInt(first.address), writable: true, executable: false };
    if (group.length === 1 || allocated + size > 2 * file.length) {
      for (const each of group)
        regions.push({
          ...place,
          address: BigInt(each.address),
          offset: each.offset,
          bytes: file.subarray(each.offset, each.offset + each.size),
        });
    } else {
      allocated += size;
      const bytes = new Uint8Array(size);
      for (const each of group) copy(file, each, bytes, each.address - first.address);
      regions.push({ ...place, offset: -1, bytes });
    }
    group = [];
  };

  for (const segment of active) {
    if (group.length > 0 && segment.address > end + MAX_GAP) close();
    const segmentEnd = segment.address + segment.size;
    end = group.length === 0 || segmentEnd > end ? segmentEnd : end;
    group.push(segment);
  }
  close();
  return new AddressSpace(regions, { littleEndian: true, pointerSize: 8 });
}

/** Below this size a view costs more than copying byte by byte. */
const SMALL = 128;

function copy(file: Uint8Array, { offset, size }: WasmDataSegment, to: Uint8Array, at: number): void {
  if (size > SMALL) to.set(file.subarray(offset, offset + size), at);
  else for (let index = 0; index < size; index++) to[at + index] = file[offset + index]!;
}

interface ActiveSegment extends WasmDataSegment {
  readonly address: number;
}

/** Whether a segment fills memory 0 from a known address. */
export function isActive(segment: WasmDataSegment): segment is ActiveSegment {
  return segment.memory === 0 && segment.address !== undefined && segment.size > 0;
}
