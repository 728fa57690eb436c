import { promises as fs } from "node:fs";
import type { ByteSource } from "../../archive/zip/find-central.ts";

/** A file that stays open until it is closed. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** Opens a file to be read anywhere. Throws what the file system says. */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await fs.open(path, "r");
  try {
    const { size } = await handle.stat();
    return {
      size,
      async read(offset, length) {
        const wanted = Math.max(0, Math.min(length, size - offset));
        const bytes = new Uint8Array(wanted);
        let filled = 0;
        while (filled < wanted) {
          const { bytesRead } = await handle.read(bytes, filled, wanted - filled, offset + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
