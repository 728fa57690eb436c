import { statfs } from "node:fs/promises";
import { memoryBudget } from "./memory.ts";

/** Linux's file system for shared memory. */
const SHARED_MEMORY = "/dev/shm";

/** A folder whose files are in memory, where there is one with room for so many bytes and twice as much memory to spare. */
export async function folderInMemory(bytes: number): Promise<string | undefined> {
  if (process.platform !== "linux" || memoryBudget() < 2 * bytes) return undefined;
  try {
    const { type, bavail, bsize } = await statfs(SHARED_MEMORY);
    return type === TMPFS && bavail * bsize >= bytes ? SHARED_MEMORY : undefined;
  } catch {
    return undefined;
  }
}

/** `TMPFS_MAGIC` of statfs(2). */
const TMPFS = 0x01021994;
