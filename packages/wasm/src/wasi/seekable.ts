import { CHARACTER, DIRECTORY } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import type { Descriptor, Descriptors } from "./descriptors.ts";

/** A descriptor with an offset. @throws EBADF for a directory, ESPIPE for a stream */
export function seekable(descriptors: Descriptors, fd: number, rights: number): Descriptor {
  const { type } = descriptors.get(fd).file;
  if (type === DIRECTORY) fail("EBADF");
  if (type === CHARACTER) fail("ESPIPE");
  return descriptors.get(fd, rights);
}
