import type { FullAttributes } from "../vfs/open-file.ts";
import type { GuestMemory } from "./guest-memory.ts";

/** Writes a `$filestat`, 64 bytes. */
export function putFilestat(
  memory: GuestMemory,
  address: number,
  { dev, ino, type, nlink, size, atime, mtime, ctime }: FullAttributes,
): void {
  memory.put(address, "88888888", dev, ino, type, nlink, size, atime, mtime, ctime);
}
