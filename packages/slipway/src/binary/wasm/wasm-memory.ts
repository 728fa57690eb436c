import { AddressSpace } from "../address-space.ts";
import type { Region } from "../address-space.ts";
import type { WasmDataSegment } from "./wasm-data.ts";

/** Gaps up to this size inside linear memory are filled: the Go linker leaves out runs of zeros. */
const MAX_GAP = 1 << 20;

/**
 * Puts the data segments together to the memory that the program starts with.
 *
 * The Go linker cuts its data at every longer run of zeros, so that a structure may span several segments. Neighbours are
 * joined as long as all of it stays within twice `fileSize`; a far segment starts a region of its own.
 */
export function wasmAddressSpace(segments: readonly WasmDataSegment[], fileSize: number): AddressSpace {
  const active = segments
    .filter((segment) => segment.memory === 0 && segment.address !== undefined && segment.bytes.length > 0)
    .map((segment) => ({ address: segment.address!, bytes: segment.bytes, offset: segment.offset }))
    .toSorted((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
  const regions: Region[] = [];
  let allocated = 0;
  let group: typeof active = [];
  let end = 0n;

  const close = (): void => {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return;
    const size = Number(end - first.address);
    const place = { name: "memory", address: first.address, writable: true, executable: false };
    if (group.length === 1 || allocated + size > 2 * fileSize) {
      for (const each of group)
        regions.push({ ...place, address: each.address, offset: each.offset, bytes: each.bytes });
    } else {
      allocated += size;
      const bytes = new Uint8Array(size);
      for (const each of group) bytes.set(each.bytes, Number(each.address - first.address));
      regions.push({ ...place, offset: -1, bytes });
    }
    group = [];
  };

  for (const segment of active) {
    if (group.length > 0 && segment.address > end + BigInt(MAX_GAP)) close();
    const segmentEnd = segment.address + BigInt(segment.bytes.length);
    end = group.length === 0 || segmentEnd > end ? segmentEnd : end;
    group.push(segment);
  }
  close();
  return new AddressSpace(regions, { littleEndian: true, pointerSize: 8 });
}
