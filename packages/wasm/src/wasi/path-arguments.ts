import { DIRECTORY } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import type { Start } from "../vfs/walk.ts";
import type { Descriptor, Descriptors } from "./descriptors.ts";
import { LOOKUP_FOLLOW } from "./flags.ts";
import type { GuestMemory } from "./guest-memory.ts";

/** What the calls with paths read first. */
export interface PathArguments {
  /** @throws EBADF, ENOTDIR, ENOTCAPABLE */
  readonly directory: (fd: number, rights: number) => Descriptor;
  /** Where a walk begins, and the path that it follows. */
  readonly place: (fd: number, rights: number, at: number, length: number) => [Start, string];
}

export function pathArguments(memory: GuestMemory, descriptors: Descriptors): PathArguments {
  function directory(fd: number, rights: number): Descriptor {
    if (descriptors.get(fd).file.type !== DIRECTORY) fail("ENOTDIR");
    return descriptors.get(fd, rights);
  }
  return {
    directory,
    place: (fd, rights, at, length) => [directory(fd, rights).start, memory.string(at, length)],
  };
}

/** Whether `$lookupflags` ask to follow a symbolic link at the end. */
export function follows(lookup: number): boolean {
  return (lookup & LOOKUP_FOLLOW) !== 0;
}
