import {
  DIRECTORY,
  FILE,
  SYMLINK,
  type Attributes,
  type Backend,
  type Changes,
  type Entry,
  type FileType,
  type Handle,
} from "../backend.ts";
import { wallClock } from "../clock.ts";
import { fail } from "../fs-error.ts";

/** A file system in this thread's memory: synchronous, complete, and as fast as a copy. A file that would be longer than `maximumFile` bytes is EFBIG. */
export function memory({ maximumFile = MAXIMUM }: { readonly maximumFile?: number } = {}): Memory {
  return new Memory(maximumFile);
}

/** The largest file: what one typed array can hold in every current engine. */
const MAXIMUM = 2 ** 32 - 1;

/** An inode. Its fields are public within the back end; programs only see `Attributes`. */
export class MemoryNode {
  readonly ino: bigint;
  readonly type: FileType;
  mode: number;
  nlink = 0;
  atime: bigint;
  mtime: bigint;
  ctime: bigint;
  /** A file's bytes; the array may be longer than the file. */
  data: Uint8Array = NOTHING;
  size = 0;
  target = "";
  readonly names: Map<string, MemoryNode> | undefined;

  constructor(ino: bigint, type: FileType, mode: number) {
    this.ino = ino;
    this.type = type;
    this.mode = mode;
    this.atime = this.mtime = this.ctime = wallClock();
    if (type === DIRECTORY) this.names = new Map();
  }
}

const NOTHING = new Uint8Array(0);

/** See `memory()`. */
export class Memory implements Backend<MemoryNode> {
  readonly sync = true;
  readonly root: MemoryNode;
  readonly #maximum: number;
  /** The highest inode number that was given out. */
  lastIno = 1n;

  constructor(maximum: number) {
    this.#maximum = maximum;
    this.root = new MemoryNode(this.lastIno, DIRECTORY, 0o755);
    this.root.nlink = 2;
  }

  lookup(dir: MemoryNode, name: string): MemoryNode | undefined {
    return dir.names?.get(name);
  }

  attributes(node: MemoryNode): Attributes {
    const { type, ino, nlink, mode, atime, mtime, ctime } = node;
    return {
      type,
      ino,
      nlink,
      mode,
      atime,
      mtime,
      ctime,
      size: type === SYMLINK ? new TextEncoder().encode(node.target).length : node.size,
    };
  }

  change(node: MemoryNode, { size, mode, atime, mtime }: Changes): void {
    if (size !== undefined) resize(node, size, this.#maximum);
    if (mode !== undefined) node.mode = mode;
    if (atime !== undefined) node.atime = atime;
    if (mtime !== undefined) node.mtime = mtime;
    node.ctime = wallClock();
  }

  open(node: MemoryNode): Handle {
    const maximum = this.#maximum;
    return {
      read(into, at) {
        const end = Math.min(at + into.length, node.size);
        if (end <= at) return 0;
        into.set(node.data.subarray(at, end));
        return end - at;
      },
      write(from, at) {
        const end = at + from.length;
        if (end > node.size) resize(node, end, maximum);
        node.data.set(from, at);
        node.mtime = node.ctime = wallClock();
        return from.length;
      },
      size: () => node.size,
    };
  }

  list(dir: MemoryNode): readonly Entry[] {
    return Array.from(dir.names ?? [], ([name, { ino, type }]) => ({ name, ino, type }));
  }

  create(dir: MemoryNode, name: string, type: FileType, mode: number): MemoryNode {
    const node = new MemoryNode(++this.lastIno, type, mode);
    this.#enter(dir, name, node);
    return node;
  }

  symlink(dir: MemoryNode, name: string, target: string): void {
    this.create(dir, name, SYMLINK, 0o777).target = target;
  }

  readlink(node: MemoryNode): string {
    return node.target;
  }

  link(node: MemoryNode, dir: MemoryNode, name: string): void {
    this.#enter(dir, name, node);
  }

  unlink(dir: MemoryNode, name: string): void {
    this.#remove(dir, name);
  }

  rmdir(dir: MemoryNode, name: string): void {
    if (dir.names?.get(name)?.names?.size !== 0) fail("ENOTEMPTY", name);
    this.#remove(dir, name);
  }

  rename(dir: MemoryNode, name: string, toDir: MemoryNode, toName: string): void {
    const node = dir.names?.get(name);
    if (node === undefined) fail("ENOENT", name);
    const old = toDir.names?.get(toName);
    if (old === node) return;
    if (old?.names !== undefined && old.names.size > 0) fail("ENOTEMPTY", toName);
    if (old !== undefined) this.#remove(toDir, toName);
    this.#enter(toDir, toName, node);
    this.#remove(dir, name);
  }

  #enter(dir: MemoryNode, name: string, node: MemoryNode): void {
    // A directory that was removed while it is open takes no new names, as on Linux.
    if (dir.nlink === 0) fail("ENOENT", name);
    if (dir.names?.has(name) === true) fail("EEXIST", name);
    dir.names?.set(name, node);
    node.nlink += node.names === undefined ? 1 : node.nlink === 0 ? 2 : 1;
    if (node.names !== undefined) dir.nlink++;
    dir.mtime = dir.ctime = node.ctime = wallClock();
  }

  #remove(dir: MemoryNode, name: string): void {
    const node = dir.names?.get(name);
    if (node === undefined) fail("ENOENT", name);
    dir.names?.delete(name);
    node.nlink--;
    if (node.names !== undefined) {
      dir.nlink--;
      // A directory counts its own "." too.
      if (node.nlink === 1) node.nlink = 0;
    }
    dir.mtime = dir.ctime = node.ctime = wallClock();
  }
}

function resize(node: MemoryNode, size: number, maximum: number): void {
  if (node.type !== FILE) fail("EINVAL");
  if (size > maximum) fail("EFBIG");
  if (size > node.data.length) {
    let grown: Uint8Array;
    try {
      // Half as much again, so that a file written in small pieces is copied few times.
      grown = new Uint8Array(Math.max(size, Math.min(node.data.length * 1.5, maximum)));
    } catch {
      fail("ENOSPC");
    }
    grown.set(node.data.subarray(0, node.size));
    node.data = grown;
  } else if (size < node.size) {
    node.data.fill(0, size, node.size);
  }
  node.size = size;
  node.mtime = wallClock();
}
