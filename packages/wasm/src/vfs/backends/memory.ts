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
import { entriesOf } from "../entries.ts";
import { fail } from "../fs-error.ts";
import { encodeUtf8 } from "../utf8.ts";

/** A file system in this thread's memory: synchronous, complete, and as fast as a copy. A file that would be longer than `maximumFile` bytes is EFBIG. */
export function memory({ maximumFile = MAXIMUM }: { readonly maximumFile?: number } = {}): Memory {
  return new Memory(maximumFile);
}

/** The largest file: what one typed array can hold in every current engine. */
const MAXIMUM = 2 ** 32 - 1;

/** An inode, which is its own attributes. Its fields are public within the back end. */
export class MemoryNode implements Attributes {
  readonly ino: bigint;
  readonly type: FileType;
  mode: number;
  nlink = 0;
  atime = wallClock();
  mtime = this.atime;
  ctime = this.atime;
  /** A file's bytes; the array may be longer than the file. */
  data: Uint8Array = NOTHING;
  size = 0;
  target = "";
  /** Of a directory; nothing has ever a name in another node. */
  readonly names: Map<string, MemoryNode>;

  constructor(ino: bigint, type: FileType, mode: number) {
    this.ino = ino;
    this.type = type;
    this.mode = mode;
    this.names = type === DIRECTORY ? new Map() : NO_NAMES;
    // A directory counts its own "." too.
    if (type === DIRECTORY) this.nlink = 1;
  }
}

const NOTHING = new Uint8Array(0);
const NO_NAMES = new Map<string, MemoryNode>();

/** See `memory()`. */
export class Memory implements Backend<MemoryNode> {
  readonly sync = true;
  readonly #maximum: number;
  /** The highest inode number that was given out. */
  lastIno = 1n;
  readonly root = new MemoryNode(this.lastIno, DIRECTORY, 0o755);

  constructor(maximum: number) {
    this.#maximum = maximum;
    this.root.nlink = 2;
  }

  lookup(dir: MemoryNode, name: string): MemoryNode | undefined {
    return dir.names.get(name);
  }

  attributes(node: MemoryNode): Attributes {
    return node;
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
    return entriesOf(dir.names);
  }

  create(dir: MemoryNode, name: string, type: FileType, mode: number): MemoryNode {
    const node = new MemoryNode(++this.lastIno, type, mode);
    this.#enter(dir, name, node);
    return node;
  }

  symlink(dir: MemoryNode, name: string, target: string): void {
    const node = this.create(dir, name, SYMLINK, 0o777);
    node.target = target;
    node.size = encodeUtf8(target).length;
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
    if (dir.names.get(name)?.names.size !== 0) fail("ENOTEMPTY", name);
    this.#remove(dir, name);
  }

  rename(dir: MemoryNode, name: string, toDir: MemoryNode, toName: string): void {
    const node = present(dir, name);
    const old = toDir.names.get(toName);
    if (old === node) return;
    if (old !== undefined) {
      if (old.names.size > 0) fail("ENOTEMPTY", toName);
      this.#remove(toDir, toName);
    }
    this.#enter(toDir, toName, node);
    this.#remove(dir, name);
  }

  #enter(dir: MemoryNode, name: string, node: MemoryNode): void {
    // A directory that was removed while it is open takes no new names, as on Linux.
    if (dir.nlink === 0) fail("ENOENT", name);
    if (dir.names.has(name)) fail("EEXIST", name);
    dir.names.set(name, node);
    node.nlink++;
    if (node.type === DIRECTORY) dir.nlink++;
    dir.mtime = dir.ctime = node.ctime = wallClock();
  }

  #remove(dir: MemoryNode, name: string): void {
    const node = present(dir, name);
    dir.names.delete(name);
    node.nlink--;
    if (node.type === DIRECTORY) {
      dir.nlink--;
      // Its "." ends with its last name.
      if (node.nlink === 1) node.nlink = 0;
    }
    dir.mtime = dir.ctime = node.ctime = wallClock();
  }
}

function present(dir: MemoryNode, name: string): MemoryNode {
  return dir.names.get(name) ?? fail("ENOENT", name);
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
