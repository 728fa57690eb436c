/** A part of a file that is mapped at an address when the program runs. */
export interface Region {
  readonly name: string;
  readonly address: bigint;
  /** Offset in the file; -1 when the bytes were put together from several places. */
  readonly offset: number;
  /** The bytes in the file; memory behind them that starts as zero is not included. */
  readonly bytes: Uint8Array;
  readonly writable: boolean;
  readonly executable: boolean;
}

/** What a program finds in memory before it runs, whatever its file format: the ground on which Go facts are read. */
export class AddressSpace {
  readonly regions: readonly Region[];
  readonly littleEndian: boolean;
  readonly pointerSize: 4 | 8;

  constructor(regions: readonly Region[], layout: { readonly littleEndian: boolean; readonly pointerSize: 4 | 8 }) {
    this.regions = regions;
    this.littleEndian = layout.littleEndian;
    this.pointerSize = layout.pointerSize;
  }

  /** The region that holds the address, if the file has bytes for it. */
  regionAt(address: bigint): Region | undefined {
    return this.regions.find(
      (region) => address >= region.address && address < region.address + BigInt(region.bytes.length),
    );
  }

  /** A view of `size` bytes at `address`, or nothing when not all of them are in one region. */
  read(address: bigint, size: number): Uint8Array | undefined {
    const region = this.regionAt(address);
    if (region === undefined) return undefined;
    const start = Number(address - region.address);
    return start + size <= region.bytes.length ? region.bytes.subarray(start, start + size) : undefined;
  }

  /** A view from `address` to the end of its region. */
  readFrom(address: bigint): Uint8Array | undefined {
    const region = this.regionAt(address);
    return region?.bytes.subarray(Number(address - region.address));
  }

  /** Offset in the file of an address, where it has one. */
  offsetOf(address: bigint): number | undefined {
    const region = this.regionAt(address);
    return region === undefined || region.offset < 0 ? undefined : region.offset + Number(address - region.address);
  }

  /** The address that a byte of the file is mapped at. */
  addressOf(offset: number): bigint | undefined {
    const region = this.regions.find(
      (each) => each.offset >= 0 && offset >= each.offset && offset < each.offset + each.bytes.length,
    );
    return region === undefined ? undefined : region.address + BigInt(offset - region.offset);
  }

  pointerAt(address: bigint): bigint | undefined {
    const bytes = this.read(address, this.pointerSize);
    if (bytes === undefined) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.pointerSize === 8
      ? view.getBigUint64(0, this.littleEndian)
      : BigInt(view.getUint32(0, this.littleEndian));
  }
}
