import { Reader } from "../reader.ts";
import { MachoFile } from "./macho-file.ts";

/** One architecture of a universal file. `align` is a power of two. */
export interface FatSlice {
  readonly cpu: number;
  readonly cpuSubtype: number;
  readonly offset: number;
  readonly size: number;
  readonly align: number;
  readonly bytes: Uint8Array;
}

/** A universal ("fat") Mach-O file (`<mach-o/fat.h>`): several programs, one for each architecture. */
export class FatFile {
  readonly format = "macho-fat";
  readonly bytes: Uint8Array;
  /** 64 when offsets and sizes are 64 bits wide (FAT_MAGIC_64). */
  readonly bits: 32 | 64;
  readonly slices: readonly FatSlice[];

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const reader = new Reader(bytes, { littleEndian: false });
    const magic = reader.u32("fat magic");
    if (magic !== 0xcafebabe && magic !== 0xcafebabf) {
      throw reader.fault("fat magic", `0x${magic.toString(16)}`, "0xcafebabe or 0xcafebabf", 0);
    }
    const wide = magic === 0xcafebabf;
    this.bits = wide ? 64 : 32;
    const count = reader.u32("nfat_arch");
    if (count === 0) throw reader.fault("nfat_arch", "0", "at least one architecture", 4);
    reader.count(count, wide ? 32 : 20, "nfat_arch");
    let total = 0;
    this.slices = Array.from({ length: count }, () => {
      const start = reader.position;
      const cpu = reader.u32("cputype");
      const cpuSubtype = reader.u32("cpusubtype");
      const offset = wide ? reader.size64("offset") : reader.u32("offset");
      const size = wide ? reader.size64("size") : reader.u32("size");
      const align = reader.u32("align");
      if (wide) reader.skip(4, "reserved");
      total += size;
      if (total > bytes.length) throw reader.fault("size", `${size}`, "slices that do not overlap", start + 12);
      return { cpu, cpuSubtype, offset, size, align, bytes: reader.slice(offset, size, "fat slice") };
    });
  }

  /** Reads a slice as a program. @throws FormatError when it is not one (slices may be archives). */
  macho(slice: FatSlice): MachoFile {
    return new MachoFile(slice.bytes, slice.offset);
  }
}
