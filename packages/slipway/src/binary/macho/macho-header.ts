import { Reader } from "../reader.ts";

/** The Mach-O header. `cpu` is a CPU number with its ABI bits, `fileType` MH, `flags` MH_FLAG bits. */
export interface MachoHeader {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
  readonly cpu: number;
  readonly cpuSubtype: number;
  readonly fileType: number;
  readonly commandCount: number;
  readonly commandsSize: number;
  readonly flags: number;
  /** Size of this header: 28 or 32 bytes; the load commands follow. */
  readonly size: number;
}

/** Returns a reader in the byte order and width that the magic tells. `origin` is the slice's offset in a fat file. */
export function openMacho(bytes: Uint8Array, origin = 0): Reader {
  const probe = new Reader(bytes, { littleEndian: false, origin });
  const magic = probe.u32("magic");
  switch (magic) {
    case 0xfeedface:
      return new Reader(bytes, { littleEndian: false, addressSize: 4, origin });
    case 0xfeedfacf:
      return new Reader(bytes, { littleEndian: false, addressSize: 8, origin });
    case 0xcefaedfe:
      return new Reader(bytes, { littleEndian: true, addressSize: 4, origin });
    case 0xcffaedfe:
      return new Reader(bytes, { littleEndian: true, addressSize: 8, origin });
    default:
      throw probe.fault("magic", `0x${magic.toString(16)}`, "0xfeedface or 0xfeedfacf in either byte order", 0);
  }
}

/** Reads the header. @throws FormatError */
export function readMachoHeader(reader: Reader): MachoHeader {
  reader.seek(4, "cputype");
  const wide = reader.addressSize === 8;
  const header = {
    bits: wide ? (64 as const) : (32 as const),
    littleEndian: reader.littleEndian,
    cpu: reader.u32("cputype"),
    cpuSubtype: reader.u32("cpusubtype"),
    fileType: reader.u32("filetype"),
    commandCount: reader.u32("ncmds"),
    commandsSize: reader.u32("sizeofcmds"),
    flags: reader.u32("flags"),
    size: wide ? 32 : 28,
  };
  reader.seek(0, "magic").skip(header.size, "reserved");
  return header;
}
