import type { promises as fs } from "node:fs";

/** Fills memory from a place of the file on, unless the file ends before; bytes read. */
export async function fill(handle: fs.FileHandle, memory: Uint8Array, from: number): Promise<number> {
  let filled = 0;
  while (filled < memory.length) {
    const { bytesRead } = await handle.read(memory, filled, memory.length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
