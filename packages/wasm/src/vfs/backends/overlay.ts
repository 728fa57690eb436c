import {
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
} from "../backend.ts";
import { fail } from "../fs-error.ts";
import { drive, wait, type Later, type Steps } from "../steps.ts";
import { memory } from "./memory.ts";

/** An inode that is below, above, or both; a copy-up turns a lower one into an upper one and keeps its number. */
interface OverlayNode extends Inode {
  lower: Inode | undefined;
  upper: Inode | undefined;
  parent: OverlayNode | undefined;
  name: string;
  /** Names of a directory that were removed or replaced, so that what is below no longer shows. */
  readonly hidden: Set<string>;
  /** The nodes of a directory that were seen, so that one inode is one object. */
  readonly known: Map<string, OverlayNode>;
}

/** Bytes copied at a time when a file goes up. */
const CHUNK = 1 << 16;

/**
 * Copy on write: shows `lower` with the changes that programs made in `upper`, and never changes `lower`. A file goes up when it
 * is first opened for writing, linked or renamed; a directory of the lower layer cannot be renamed (EXDEV, as on Linux's overlayfs),
 * which tools answer by copying.
 */
export function overlay(lower: Backend, upper: Backend = memory()): Backend {
  return new Overlay(lower, upper);
}

class Overlay implements Backend<OverlayNode> {
  readonly sync: boolean;
  readonly root: OverlayNode;
  readonly #lower: Backend;
  readonly #upper: Backend;
  #lastIno = 0n;

  constructor(lower: Backend, upper: Backend) {
    this.#lower = lower;
    this.#upper = upper;
    this.sync = lower.sync && upper.sync;
    this.root = this.#make(DIRECTORY, { lower: lower.root, upper: upper.root, parent: undefined, name: "" });
  }

  #make(type: FileType, parts: Pick<OverlayNode, "lower" | "upper" | "parent" | "name">): OverlayNode {
    return { type, ino: ++this.#lastIno, ...parts, hidden: new Set(), known: new Map() };
  }

  lookup(dir: OverlayNode, name: string): Later<OverlayNode | undefined> {
    return drive(this.#lookup(dir, name));
  }

  *#lookup(dir: OverlayNode, name: string): Steps<OverlayNode | undefined> {
    const known = dir.known.get(name);
    if (known !== undefined) return known;
    const upper = dir.upper === undefined ? undefined : yield* wait(this.#upper.lookup(dir.upper, name));
    const shows = dir.lower !== undefined && !dir.hidden.has(name);
    const below = shows ? yield* wait(this.#lower.lookup(dir.lower as Inode, name)) : undefined;
    const lower = upper !== undefined && upper.type !== DIRECTORY ? undefined : below;
    const top = upper ?? lower;
    if (top === undefined) return undefined;
    const node = this.#make(top.type, { lower, upper, parent: dir, name });
    dir.known.set(name, node);
    return node;
  }

  attributes(node: OverlayNode): Later<Attributes> {
    return drive(this.#attributes(node));
  }

  *#attributes(node: OverlayNode): Steps<Attributes> {
    const found =
      node.upper === undefined
        ? yield* wait(this.#lower.attributes(node.lower as Inode))
        : yield* wait(this.#upper.attributes(node.upper));
    return { ...found, ino: node.ino };
  }

  change(node: OverlayNode, changes: Changes): Later<void> {
    return drive(this.#change(node, changes));
  }

  *#change(node: OverlayNode, changes: Changes): Steps<void> {
    yield* wait(this.#upper.change(yield* this.#copyUp(node), changes));
  }

  /** The inode of the upper layer, made with its parents if need be. */
  *#copyUp(node: OverlayNode): Steps<Inode> {
    if (node.upper !== undefined) return node.upper;
    const lower = node.lower as Inode;
    const dir = yield* this.#copyUp(node.parent as OverlayNode);
    const attributes = yield* wait(this.#lower.attributes(lower));
    if (node.type === SYMLINK) {
      yield* wait(this.#upper.symlink(dir, node.name, yield* wait(this.#lower.readlink(lower))));
      node.upper = yield* wait(this.#upper.lookup(dir, node.name));
    } else {
      const type = node.type === DIRECTORY ? DIRECTORY : FILE;
      node.upper = yield* wait(this.#upper.create(dir, node.name, type, attributes.mode));
      if (type === FILE) yield* this.#copyBytes(lower, node.upper);
    }
    const upper = node.upper as Inode;
    if (node.type !== SYMLINK) {
      yield* wait(this.#upper.change(upper, { atime: attributes.atime, mtime: attributes.mtime }));
    }
    if (node.type !== DIRECTORY) node.lower = undefined;
    return upper;
  }

  *#copyBytes(lower: Inode, upper: Inode): Steps<void> {
    const from = yield* wait(this.#lower.open(lower, { read: true, write: false }));
    const to = yield* wait(this.#upper.open(upper, { read: false, write: true }));
    const buffer = new Uint8Array(CHUNK);
    for (let at = 0; ;) {
      const count = yield* wait(from.read(buffer, at));
      if (count === 0) break;
      for (let done = 0; done < count;) done += yield* wait(to.write(buffer.subarray(done, count), at + done));
      at += count;
    }
    yield* wait(from.close?.());
    yield* wait(to.close?.());
  }

  open(node: OverlayNode, access: Access): Later<Handle> {
    return drive(this.#open(node, access));
  }

  *#open(node: OverlayNode, access: Access): Steps<Handle> {
    if (access.write) yield* this.#copyUp(node);
    const upper = node.upper;
    const inner =
      upper === undefined
        ? yield* wait(this.#lower.open(node.lower as Inode, access))
        : yield* wait(this.#upper.open(upper, access));
    const backend = upper === undefined ? this.#lower : this.#upper;
    const opened = (upper ?? node.lower) as Inode;
    const numbered = (attributes: Attributes): Attributes => ({ ...attributes, ino: node.ino });
    const upperChange = (changes: Changes): Later<void> =>
      upper === undefined ? this.change(node, changes) : this.#upper.change(upper, changes);
    return {
      ...inner,
      attributes: () =>
        drive(
          (function* (): Steps<Attributes> {
            return numbered(yield* wait(inner.attributes?.() ?? backend.attributes(opened)));
          })(),
        ),
      change: (changes) =>
        upper === undefined || inner.change === undefined ? upperChange(changes) : inner.change(changes),
    };
  }

  list(dir: OverlayNode): Later<readonly Entry[]> {
    return drive(this.#list(dir));
  }

  *#list(dir: OverlayNode): Steps<readonly Entry[]> {
    const upper = dir.upper === undefined ? [] : yield* wait(this.#upper.list(dir.upper));
    const lower = dir.lower === undefined ? [] : yield* wait(this.#lower.list(dir.lower));
    const names = new Set([...lower.filter(({ name }) => !dir.hidden.has(name)), ...upper].map(({ name }) => name));
    const entries: Entry[] = [];
    for (const name of names) {
      const node = yield* this.#lookup(dir, name);
      if (node !== undefined) entries.push({ name, ino: node.ino, type: node.type });
    }
    return entries;
  }

  create(dir: OverlayNode, name: string, type: typeof FILE | typeof DIRECTORY, mode: number): Later<OverlayNode> {
    return drive(this.#create(dir, name, type, mode));
  }

  *#create(dir: OverlayNode, name: string, type: typeof FILE | typeof DIRECTORY, mode: number): Steps<OverlayNode> {
    yield* this.#vacant(dir, name);
    const upper = yield* wait(this.#upper.create(yield* this.#copyUp(dir), name, type, mode));
    const node = this.#make(type, { lower: undefined, upper, parent: dir, name });
    dir.hidden.add(name);
    dir.known.set(name, node);
    return node;
  }

  *#vacant(dir: OverlayNode, name: string): Steps<void> {
    if ((yield* this.#lookup(dir, name)) !== undefined) fail("EEXIST", name);
  }

  symlink(dir: OverlayNode, name: string, target: string): Later<void> {
    return drive(this.#symlink(dir, name, target));
  }

  *#symlink(dir: OverlayNode, name: string, target: string): Steps<void> {
    yield* this.#vacant(dir, name);
    yield* wait(this.#upper.symlink(yield* this.#copyUp(dir), name, target));
    dir.hidden.add(name);
  }

  readlink(node: OverlayNode): Later<string> {
    return node.upper === undefined ? this.#lower.readlink(node.lower as Inode) : this.#upper.readlink(node.upper);
  }

  link(node: OverlayNode, dir: OverlayNode, name: string): Later<void> {
    return drive(this.#link(node, dir, name));
  }

  *#link(node: OverlayNode, dir: OverlayNode, name: string): Steps<void> {
    yield* this.#vacant(dir, name);
    const upper = yield* this.#copyUp(node);
    yield* wait(this.#upper.link(upper, yield* this.#copyUp(dir), name));
    dir.hidden.add(name);
    dir.known.set(name, node);
  }

  unlink(dir: OverlayNode, name: string): Later<void> {
    return drive(this.#remove(dir, name));
  }

  *#remove(dir: OverlayNode, name: string): Steps<void> {
    const node = yield* this.#lookup(dir, name);
    if (node === undefined) fail("ENOENT", name);
    if (node.upper !== undefined && dir.upper !== undefined) {
      yield* wait(node.type === DIRECTORY ? this.#upper.rmdir(dir.upper, name) : this.#upper.unlink(dir.upper, name));
    }
    dir.hidden.add(name);
    dir.known.delete(name);
  }

  rmdir(dir: OverlayNode, name: string): Later<void> {
    return drive(this.#rmdir(dir, name));
  }

  *#rmdir(dir: OverlayNode, name: string): Steps<void> {
    yield* this.#empty(yield* this.#lookup(dir, name), name);
    yield* this.#remove(dir, name);
  }

  *#empty(node: OverlayNode | undefined, name: string): Steps<void> {
    if (node !== undefined && (yield* this.#list(node)).length > 0) fail("ENOTEMPTY", name);
  }

  rename(dir: OverlayNode, name: string, toDir: OverlayNode, toName: string): Later<void> {
    return drive(this.#rename(dir, name, toDir, toName));
  }

  *#rename(dir: OverlayNode, name: string, toDir: OverlayNode, toName: string): Steps<void> {
    const node = yield* this.#lookup(dir, name);
    if (node === undefined) fail("ENOENT", name);
    if (node.type === DIRECTORY && node.lower !== undefined) fail("EXDEV", name);
    const old = yield* this.#lookup(toDir, toName);
    if (old === node) return;
    if (old?.type === DIRECTORY) yield* this.#empty(old, toName);
    yield* this.#copyUp(node);
    const from = yield* this.#copyUp(dir);
    const to = yield* this.#copyUp(toDir);
    yield* wait(this.#upper.rename(from, name, to, toName));
    dir.hidden.add(name);
    toDir.hidden.add(toName);
    dir.known.delete(name);
    Object.assign(node, { parent: toDir, name: toName });
    toDir.known.set(toName, node);
  }
}
