import { readFileSync } from "node:fs";
import { endianness } from "node:os";

/** `AT_PAGESZ` of getauxval(3). */
const AT_PAGESZ = 6n;
/** Processors of 32 bits that Node runs on. */
const NARROW = new Set(["arm", "ia32", "mips", "mipsel", "ppc"]);

let known: number | undefined;

/** Bytes of a page of memory, in which Linux counts in /proc: 4096 on most machines, 16 or 64 KiB on others (arm64, ppc64le, loong64). */
export function pageSize(): number {
  try {
    known ??= pageSizeIn(readFileSync("/proc/self/auxv"), NARROW.has(process.arch) ? 4 : 8, endianness() === "LE");
  } catch {
    // Not Linux, or a /proc that does not tell.
  }
  return (known ??= 4096);
}

/** Reads the page size out of an auxiliary vector: pairs of a type and a value, words of the machine. */
export function pageSizeIn(vector: Uint8Array, word: 4 | 8, little: boolean): number | undefined {
  const view = new DataView(vector.buffer, vector.byteOffset, vector.byteLength);
  const at = (offset: number): bigint =>
    word === 8 ? view.getBigUint64(offset, little) : BigInt(view.getUint32(offset, little));
  for (let offset = 0; offset + 2 * word <= vector.length; offset += 2 * word) {
    if (at(offset) === AT_PAGESZ) return Number(at(offset + word)) || undefined;
  }
  return undefined;
}
