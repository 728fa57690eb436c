import { CHARACTER, DIRECTORY, type Entry } from "../vfs/backend.ts";
import { FsError } from "../vfs/fs-error.ts";
import type { OpenFile } from "../vfs/open-file.ts";
import type { Start } from "../vfs/walk.ts";
import { ALL_RIGHTS, DIRECTORY_RIGHTS, FILE_RIGHTS, STREAM_RIGHTS } from "./abi.ts";

/** What a file descriptor number stands for. */
export interface Descriptor {
  readonly file: OpenFile;
  /** `$fdflags`. */
  flags: number;
  rights: number;
  inheriting: number;
  /** The guest path of a preopened directory. */
  readonly preopen?: string;
  /** Where walks from this directory begin. */
  readonly start: Start;
  /** The listing that the cookies of `fd_readdir` count in, from the last call with cookie 0. */
  listing?: readonly Entry[];
}

/** The rights that a file of this type can have at all. */
export function possibleRights({ type }: OpenFile): number {
  if (type === DIRECTORY) return DIRECTORY_RIGHTS;
  return type === CHARACTER ? STREAM_RIGHTS : FILE_RIGHTS;
}

/** More open files than this is a leak in the program. */
const MAXIMUM = 65_536;

/** The descriptors of one program. New ones get the lowest free number, as POSIX asks and Go's preopen scan relies on. */
export class Descriptors {
  readonly #slots: (Descriptor | undefined)[] = [];

  /** @throws EBADF for a number that is not open, ENOTCAPABLE without the rights */
  get(fd: number, rights = 0): Descriptor {
    const descriptor = this.#slots[fd];
    if (descriptor === undefined) throw new FsError("EBADF");
    if ((descriptor.rights & rights) !== rights) throw new FsError("ENOTCAPABLE");
    return descriptor;
  }

  add(descriptor: Descriptor): number {
    let fd = this.#slots.indexOf(undefined);
    if (fd < 0) fd = this.#slots.length;
    if (fd >= MAXIMUM) throw new FsError("EMFILE");
    this.#slots[fd] = descriptor;
    return fd;
  }

  set(fd: number, descriptor: Descriptor | undefined): void {
    this.#slots[fd] = descriptor;
  }

  /** Every open descriptor, for the end of the program. */
  drain(): Descriptor[] {
    return this.#slots.splice(0).filter((slot) => slot !== undefined);
  }
}

/** A descriptor with every right that its file can have. */
export function fullDescriptor(file: OpenFile, start: Start, preopen?: string): Descriptor {
  const rights = possibleRights(file);
  return {
    file,
    flags: 0,
    rights,
    inheriting: file.type === DIRECTORY ? ALL_RIGHTS : 0,
    start,
    ...(preopen !== undefined && { preopen }),
  };
}
