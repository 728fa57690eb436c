import type { Later } from "./steps.ts";

/** File types, with the numbers of WASI preview1's `$filetype`. */
export const CHARACTER = 2;
export const DIRECTORY = 3;
export const FILE = 4;
export const SOCKET = 6;
export const SYMLINK = 7;

export type FileType = typeof CHARACTER | typeof DIRECTORY | typeof FILE | typeof SOCKET | typeof SYMLINK;

/** What `stat` tells. Times are nanoseconds since 1970; `size` is bytes. */
export interface Attributes {
  readonly type: FileType;
  readonly ino: bigint;
  readonly size: number;
  readonly nlink: number;
  readonly mode: number;
  readonly atime: bigint;
  readonly mtime: bigint;
  readonly ctime: bigint;
}

/** What can be set on an inode; a back end ignores `mode` where it cannot keep it. */
export interface Changes {
  readonly size?: number;
  readonly mode?: number;
  readonly atime?: bigint;
  readonly mtime?: bigint;
}

/** One file, directory or link of a back end, independent of its names. `ino` never changes and is unique in the back end. */
export interface Inode {
  readonly type: FileType;
  readonly ino: bigint;
}

/** A name in a directory. */
export interface Entry {
  readonly name: string;
  readonly ino: bigint;
  readonly type: FileType;
}

/** Access to an open file's bytes. It keeps working after the file's last name is gone. */
export interface Handle {
  /** Fills `into` from offset `at` and returns the number of bytes, 0 at the end. `into` may be the program's own memory. */
  read(into: Uint8Array, at: number): Later<number>;
  /** Writes all or part of `from` at offset `at`, filling a gap with zeros, and returns the number of bytes. */
  write(from: Uint8Array, at: number): Later<number>;
  size(): Later<number>;
  attributes?(): Later<Attributes>;
  change?(changes: Changes): Later<void>;
  /** A promise of the moment when a read will not fail with EAGAIN, or undefined when it is now. Files are always ready. */
  pending?(): Promise<void> | undefined;
  /** Makes what was written durable where the back end can. */
  sync?(): Later<void>;
  close?(): Later<void>;
}

/** How a file is opened. */
export interface Access {
  readonly read: boolean;
  readonly write: boolean;
  readonly append?: boolean;
}

/**
 * What a file system implements: inodes and names, one name at a time. Paths, `..`, symbolic links, trailing slashes, mounts,
 * offsets and rights belong to the layer above (`Vfs`), which also checks that `dir` is a directory before it asks.
 *
 * Every method throws or rejects with an error that has a POSIX `code`. A back end with `sync: true` never returns a promise.
 */
export interface Backend<N extends Inode = Inode> {
  readonly sync: boolean;
  readonly root: N;
  lookup(dir: N, name: string): Later<N | undefined>;
  attributes(node: N): Later<Attributes>;
  change(node: N, changes: Changes): Later<void>;
  open(node: N, access: Access): Later<Handle>;
  list(dir: N): Later<readonly Entry[]>;
  /** Makes an empty file or directory. @throws EEXIST when the name is taken */
  create(dir: N, name: string, type: typeof FILE | typeof DIRECTORY, mode: number): Later<N>;
  symlink(dir: N, name: string, target: string): Later<void>;
  readlink(node: N): Later<string>;
  /** Gives a file a second name. @throws EEXIST when the name is taken */
  link(node: N, dir: N, name: string): Later<void>;
  unlink(dir: N, name: string): Later<void>;
  /** @throws ENOTEMPTY */
  rmdir(dir: N, name: string): Later<void>;
  /** Moves a name, replacing what is there. @throws ENOTEMPTY when a directory with entries would be replaced */
  rename(dir: N, name: string, toDir: N, toName: string): Later<void>;
  /** Releases what the back end holds: locks, handles, connections. */
  close?(): Later<void>;
}
