import { CHARACTER, DIRECTORY, type Entry } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import type { OpenFile } from "../vfs/open-file.ts";
import type { Start } from "../vfs/walk.ts";
import * as RIGHT from "./rights.ts";

/** What a file descriptor number stands for. */
export interface Descriptor {
  readonly file: OpenFile;
  /** `$fdflags`. */
  flags: number;
  rights: number;
  inheriting: number;
  /** The guest path of a preopened directory. */
  readonly preopen: string | undefined;
  /** Where walks from this directory begin. */
  readonly start: Start;
  /** The listing that the cookies of `fd_readdir` count in, from the last call with cookie 0. */
  listing?: readonly Entry[];
}

/** What a descriptor may have less than everything. */
export interface Limits {
  readonly flags?: number;
  readonly rights?: number;
  readonly inheriting?: number;
  readonly preopen?: string;
}

/** A descriptor with every right that its file can have, where nothing else is said. */
export function describe(file: OpenFile, start: Start, limits: Limits = {}): Descriptor {
  const { flags = 0, rights = RIGHT.ALL, inheriting = RIGHT.ALL, preopen } = limits;
  const isDirectory = file.type === DIRECTORY;
  const possible = isDirectory ? RIGHT.OF_DIRECTORIES : file.type === CHARACTER ? RIGHT.OF_STREAMS : RIGHT.OF_FILES;
  return { file, start, flags, rights: rights & possible, inheriting: isDirectory ? inheriting : 0, preopen };
}

/** More open files than this is a leak in the program. */
const MAXIMUM = 65_536;

/** The descriptors of one program. New ones get the lowest free number, as POSIX asks and Go's preopen scan relies on. */
export class Descriptors {
  readonly #slots: (Descriptor | undefined)[] = [];

  /** @throws EBADF for a number that is not open, ENOTCAPABLE without the rights */
  get(fd: number, rights = 0): Descriptor {
    const descriptor = this.#slots[fd];
    if (descriptor === undefined) fail("EBADF");
    if ((descriptor.rights & rights) !== rights) fail("ENOTCAPABLE");
    return descriptor;
  }

  add(descriptor: Descriptor): number {
    let fd = this.#slots.indexOf(undefined);
    if (fd < 0) fd = this.#slots.length;
    if (fd >= MAXIMUM) fail("EMFILE");
    this.#slots[fd] = descriptor;
    return fd;
  }

  set(fd: number, descriptor: Descriptor | undefined): void {
    this.#slots[fd] = descriptor;
  }

  /** For the end of the program. */
  closeAll(): void {
    for (const slot of this.#slots.splice(0)) void slot?.file.close();
  }
}
