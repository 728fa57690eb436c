import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeSync,
  type BigIntStats,
} from "node:fs";
import { join } from "node:path";
import {
  CHARACTER,
  DIRECTORY,
  FILE,
  SYMLINK,
  type Access,
  type Attributes,
  type Backend,
  type Changes,
  type Entry,
  type FileType,
  type Handle,
  type Inode,
} from "../vfs/backend.ts";
import { FsError } from "../vfs/fs-error.ts";
import { ExactTimes } from "./exact-times.ts";

/**
 * A directory of the host, read and written through Node's synchronous calls, and confined to it: symbolic links are followed
 * by the layer above inside the mount, and this back end never lets the host follow one. Before a name is used, every
 * directory above it is checked to be a real directory, so a directory that a program swapped for a link leads nowhere.
 * Another process that swaps directories at the very moment of a call is outside this promise.
 *
 * Times reach the disk to the precision of Node's API, about a quarter of a microsecond; the program that set them is told them exactly.
 *
 * @throws ENOENT or ENOTDIR when `root` is not a directory
 */
export function nodeFiles(root: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): Backend {
  const real = realpathSync.native(root);
  if (!lstatSync(real).isDirectory()) throw new FsError("ENOTDIR", root);
  return new NodeFiles(real, readOnly);
}

/** A directory knows its parent, so that a renamed directory takes what is below it along. */
interface HostNode extends Inode {
  readonly key: string;
  parent: HostNode | undefined;
  name: string;
}

class NodeFiles implements Backend<HostNode> {
  readonly sync = true;
  readonly root: HostNode;
  readonly #rootPath: string;
  readonly #rootDev: bigint;
  readonly #readOnly: boolean;
  readonly #times = new ExactTimes();
  /** The directories that were seen, so that one directory is one object whatever it is called now. */
  readonly #directories = new Map<string, HostNode>();

  constructor(rootPath: string, readOnly: boolean) {
    this.#rootPath = rootPath;
    this.#readOnly = readOnly;
    const stats = lstatSync(rootPath, { bigint: true });
    this.#rootDev = stats.dev;
    this.root = this.#node(stats, undefined, "");
  }

  #node(stats: BigIntStats, parent: HostNode | undefined, name: string): HostNode {
    const key = `${stats.dev}:${stats.ino}`;
    const known = this.#directories.get(key);
    if (known !== undefined && stats.isDirectory()) {
      if (known !== this.root) Object.assign(known, { parent, name });
      return known;
    }
    const node = { type: typeOf(stats), ino: this.#ino(stats), key, parent, name };
    if (node.type === DIRECTORY) this.#directories.set(key, node);
    return node;
  }

  /** Inode numbers of another device below the root are moved away, so that they stay unique. */
  #ino({ dev, ino }: BigIntStats): bigint {
    return dev === this.#rootDev ? ino : BigInt.asUintN(64, ino ^ ((dev - this.#rootDev) << 40n));
  }

  /** The host path of a directory. @throws ENOENT when it, or one above it, is no longer a real directory */
  #directory(node: HostNode): string {
    if (node.parent === undefined) return this.#rootPath;
    const path = join(this.#directory(node.parent), node.name);
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw new FsError("ENOENT", node.name);
    return path;
  }

  #path(dir: HostNode, name: string): string {
    // On Windows these would be more than one name.
    if (process.platform === "win32" && /[\\:]/.test(name)) throw new FsError("ENOENT", name);
    return join(this.#directory(dir), name);
  }

  #pathOf(node: HostNode): string {
    return node.parent === undefined ? this.#rootPath : this.#path(node.parent, node.name);
  }

  #writable(): void {
    if (this.#readOnly) throw new FsError("EROFS");
  }

  lookup(dir: HostNode, name: string): HostNode | undefined {
    const stats = lstatSync(this.#path(dir, name), { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? undefined : this.#node(stats, dir, name);
  }

  attributes(node: HostNode): Attributes {
    return this.#attributes(lstatSync(this.#pathOf(node), { bigint: true }));
  }

  #attributes(stats: BigIntStats): Attributes {
    return {
      type: typeOf(stats),
      ino: this.#ino(stats),
      size: Number(stats.size),
      nlink: Number(stats.nlink),
      mode: Number(stats.mode & 0o7777n),
      ...this.#times.of(stats),
      ctime: stats.ctimeNs,
    };
  }

  change(node: HostNode, changes: Changes): void {
    this.#writable();
    const path = this.#pathOf(node);
    if (changes.size !== undefined) truncateSync(this.#regular(path), changes.size);
    if (changes.mode !== undefined && node.type !== SYMLINK) chmodSync(this.#regular(path), changes.mode);
    const stats = (): BigIntStats => lstatSync(path, { bigint: true });
    this.#setTimes(changes, stats, (atime, mtime) => lutimesSync(path, atime, mtime));
  }

  /** Node always sets both times, so one that is not to change is set to what it is. */
  #setTimes(changes: Changes, stats: () => BigIntStats, set: (atime: number, mtime: number) => void): void {
    if (changes.atime === undefined && changes.mtime === undefined) return;
    const { atime, mtime } = { ...this.#times.of(stats()), ...changes };
    set(Number(atime) / 1e9, Number(mtime) / 1e9);
    this.#times.note(stats(), atime, mtime);
  }

  /** Guards the calls that would follow a link at the end of the path. */
  #regular(path: string): string {
    if (lstatSync(path).isSymbolicLink()) throw new FsError("ELOOP", path);
    return path;
  }

  open(node: HostNode, { read, write }: Access): Handle {
    if (write) this.#writable();
    if (node.type !== FILE) throw new FsError("EACCES", node.name);
    const access = write ? (read ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
    // Without O_APPEND: programs may turn append mode off again, which the host's descriptor could not follow.
    const fd = openSync(this.#pathOf(node), access | (constants.O_NOFOLLOW ?? 0));
    const refuse = (): void => this.#writable();
    const stats = (): BigIntStats => fstatSync(fd, { bigint: true });
    const attributes = (): Attributes => this.#attributes(stats());
    const setTimes = this.#setTimes.bind(this);
    return {
      read: (into, at) => readSync(fd, into, 0, into.length, at),
      write: (from, at) => writeSync(fd, from, 0, from.length, at),
      size: () => fstatSync(fd).size,
      attributes,
      change(changes) {
        refuse();
        if (changes.size !== undefined) ftruncateSync(fd, changes.size);
        if (changes.mode !== undefined) fchmodSync(fd, changes.mode);
        setTimes(changes, stats, (atime, mtime) => futimesSync(fd, atime, mtime));
      },
      sync: () => fsyncSync(fd),
      close: () => closeSync(fd),
    };
  }

  list(dir: HostNode): readonly Entry[] {
    const path = this.#directory(dir);
    const entries: Entry[] = [];
    for (const name of readdirSync(path)) {
      const stats = lstatSync(join(path, name), { bigint: true, throwIfNoEntry: false });
      if (stats !== undefined) entries.push({ name, ino: this.#ino(stats), type: typeOf(stats) });
    }
    return entries;
  }

  create(dir: HostNode, name: string, type: typeof FILE | typeof DIRECTORY, mode: number): HostNode {
    this.#writable();
    const path = this.#path(dir, name);
    if (type === DIRECTORY) mkdirSync(path, mode);
    else closeSync(openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode));
    return this.#node(lstatSync(path, { bigint: true }), dir, name);
  }

  symlink(dir: HostNode, name: string, target: string): void {
    this.#writable();
    symlinkSync(target, this.#path(dir, name));
  }

  readlink(node: HostNode): string {
    return readlinkSync(this.#pathOf(node));
  }

  link(node: HostNode, dir: HostNode, name: string): void {
    this.#writable();
    linkSync(this.#pathOf(node), this.#path(dir, name));
  }

  unlink(dir: HostNode, name: string): void {
    this.#writable();
    unlinkSync(this.#path(dir, name));
  }

  rmdir(dir: HostNode, name: string): void {
    this.#writable();
    const node = this.lookup(dir, name);
    rmdirSync(this.#path(dir, name));
    if (node !== undefined) this.#directories.delete(node.key);
  }

  rename(dir: HostNode, name: string, toDir: HostNode, toName: string): void {
    this.#writable();
    const node = this.lookup(dir, name);
    renameSync(this.#path(dir, name), this.#path(toDir, toName));
    if (node !== undefined) Object.assign(node, { parent: toDir, name: toName });
  }
}

function typeOf(stats: BigIntStats): FileType {
  if (stats.isFile()) return FILE;
  if (stats.isDirectory()) return DIRECTORY;
  return stats.isSymbolicLink() ? SYMLINK : CHARACTER;
}
