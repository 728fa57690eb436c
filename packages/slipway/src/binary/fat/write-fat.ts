/** One program to put into a universal file. */
export interface FatPart {
  /** The program's CPU type and subtype, from its own header (`readThinCpu`). */
  readonly cpu: number;
  readonly cpuSubtype: number;
  /** Bytes. */
  readonly size: number;
}

/** Where everything goes. */
export interface FatLayout {
  /** The header with zeros up to the first part. */
  readonly head: Uint8Array;
  /** For each part, in order: its offset, and the zeros to write after it. */
  readonly parts: readonly { readonly offset: number; readonly padding: number }[];
  readonly size: number;
}

/** x86-64 needs pages of 2^12, arm64 of 2^14; the larger serves both (as lipo and GoReleaser do). */
const ALIGN_BITS = 14;
const ALIGN = 1 << ALIGN_BITS;
const FAT_MAGIC = 0xcafebabe;
const MH_MAGIC = 0xfeedface;
const MH_MAGIC_64 = 0xfeedfacf;

/**
 * Lays out a universal Mach-O file (`<mach-o/fat.h>`: big-endian header, 32-bit offsets) with parts in the given order.
 * Pure: the caller writes `head`, then each part and its padding.
 *
 * @throws RangeError for no parts, two parts of one CPU, or a file of 4 GiB and more.
 */
export function layoutFat(parts: readonly FatPart[]): FatLayout {
  if (parts.length === 0) throw new RangeError("a universal file needs at least one program");
  const seen = new Set<string>();
  const head = new DataView(new ArrayBuffer(ALIGN));
  head.setUint32(0, FAT_MAGIC);
  head.setUint32(4, parts.length);
  const placed: { offset: number; padding: number }[] = [];
  let offset = ALIGN;
  for (const [index, part] of parts.entries()) {
    const cpu = `${part.cpu} ${part.cpuSubtype & 0xffffff}`;
    if (seen.has(cpu)) throw new RangeError(`two programs are for the same CPU (type 0x${part.cpu.toString(16)})`);
    seen.add(cpu);
    const end = offset + part.size;
    if (end > 0xffffffff) throw new RangeError("a universal file cannot reach 4 GiB");
    const at = 8 + index * 20;
    for (const [field, value] of [part.cpu, part.cpuSubtype, offset, part.size, ALIGN_BITS].entries())
      head.setUint32(at + field * 4, value);
    const last = index === parts.length - 1;
    const padding = last ? 0 : (ALIGN - (end % ALIGN)) % ALIGN;
    placed.push({ offset, padding });
    offset = end + padding;
  }
  return { head: new Uint8Array(head.buffer), parts: placed, size: offset };
}

/**
 * Reads CPU type and subtype of a thin Mach-O file from its first 12 bytes, in either byte order; `undefined` when it
 * is no thin Mach-O file.
 */
export function readThinCpu(head: Uint8Array): { cpu: number; cpuSubtype: number } | undefined {
  if (head.length < 12) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian);
    if (magic === MH_MAGIC || magic === MH_MAGIC_64) {
      return { cpu: view.getUint32(4, littleEndian), cpuSubtype: view.getUint32(8, littleEndian) };
    }
  }
  return undefined;
}
