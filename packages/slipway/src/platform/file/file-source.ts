import { promises as fs } from "node:fs";
import type { ByteSource } from "../../archive/zip/find-central.ts";
import { fill } from "./fill.ts";

/** A file that stays open until it is closed. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** From this size on two threads share a read: the system hands out fresh memory page by page, which takes most of the time. */
const SHARED = 4 << 20;

/** Opens a file to be read anywhere. Throws what the file system says. */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await fs.open(path, "r");
  try {
    const { size } = await handle.stat();
    return {
      size,
      async read(offset, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
        const half = bytes.length < SHARED ? bytes.length : bytes.length >> 1;
        const [first, second] = await Promise.all([
          fill(handle, bytes.subarray(0, half), offset),
          fill(handle, bytes.subarray(half), offset + half),
        ]);
        return bytes.subarray(0, first < half ? first : half + second);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
