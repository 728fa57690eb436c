import { EditError } from "../edit-error.ts";
import { machoArch } from "../inspect/header-target.ts";
import { FatFile } from "../macho/fat-file.ts";
import { layoutFat, readThinCpu } from "./write-fat.ts";

/**
 * Joins programs for one processor each to a universal file, in the order of CPU numbers that lipo has.
 *
 * @throws EditError when one is no thin Mach-O file, or two are for one processor
 */
export function joinFat(programs: readonly Uint8Array[]): Uint8Array {
  const parts = programs.map((bytes) => {
    const cpu = readThinCpu(bytes);
    if (cpu === undefined) {
      throw new EditError("unsupported", "Cannot join: one of the files is no Mach-O program for one processor");
    }
    return { ...cpu, size: bytes.length, bytes };
  });
  parts.sort((a, b) => a.cpu - b.cpu || a.cpuSubtype - b.cpuSubtype);
  try {
    const layout = layoutFat(parts);
    const whole = new Uint8Array(layout.size);
    whole.set(layout.head);
    for (const [index, part] of parts.entries()) whole.set(part.bytes, layout.parts[index]!.offset);
    return whole;
  } catch (error) {
    if (error instanceof RangeError) throw new EditError("unsupported", `Cannot join: ${error.message}`);
    throw error;
  }
}

/**
 * The program for one processor out of a universal file.
 *
 * @throws EditError when the file has none for it
 * @throws FormatError when the bytes are no universal file
 */
export function extractSlice(bytes: Uint8Array, arch: string): Uint8Array {
  const { slices } = new FatFile(bytes);
  const found = slices.find((slice) => machoArch(slice.cpu) === arch);
  if (found === undefined) {
    const arches = slices.map((slice) => machoArch(slice.cpu) ?? `cpu 0x${slice.cpu.toString(16)}`);
    throw new EditError("not-found", `Cannot extract ${arch}: the file has ${arches.join(", ")}`);
  }
  return found.bytes.slice();
}
