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
import { openHandle } from "../open-handle.ts";
import { after, drive, driven, wait, type Steps } from "../steps.ts";
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
  let lastIno = 0n;

  function make(
    type: FileType,
    parts: Pick<OverlayNode, "lower" | "upper" | "name"> & { readonly parent?: OverlayNode },
  ): OverlayNode {
    return { parent: undefined, ...parts, type, ino: ++lastIno, hidden: new Set(), known: new Map() };
  }

  /** Where a node is now. */
  function top(node: OverlayNode): [Backend, Inode] {
    return node.upper === undefined ? [lower, node.lower as Inode] : [upper, node.upper];
  }

  /** The inode of the upper layer, made with its parents if need be. */
  function* copyUp(node: OverlayNode): Steps<Inode> {
    if (node.upper !== undefined) return node.upper;
    const below = node.lower as Inode;
    const { type, name } = node;
    const dir = yield* copyUp(node.parent as OverlayNode);
    const { mode, atime, mtime } = yield* wait(lower.attributes(below));
    if (type === SYMLINK) {
      yield* wait(upper.symlink(dir, name, yield* wait(lower.readlink(below))));
      node.upper = yield* wait(upper.lookup(dir, name));
    } else {
      node.upper = yield* wait(upper.create(dir, name, type === DIRECTORY ? DIRECTORY : FILE, mode));
      if (type !== DIRECTORY) yield* copyBytes(below, node.upper);
      yield* wait(upper.change(node.upper, { atime, mtime }));
    }
    if (type !== DIRECTORY) node.lower = undefined;
    return node.upper as Inode;
  }

  function* copyBytes(below: Inode, above: Inode): Steps<void> {
    const from = yield* wait(lower.open(below, { read: true, write: false }));
    const to = yield* wait(upper.open(above, { read: false, write: true }));
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

  function* existing(dir: OverlayNode, name: string): Steps<OverlayNode> {
    return (yield* steps.lookup(dir, name)) ?? fail("ENOENT", name);
  }

  /** The directory above for a new name, which from now on hides what is below. */
  function* vacant(dir: OverlayNode, name: string): Steps<Inode> {
    if ((yield* steps.lookup(dir, name)) !== undefined) fail("EEXIST", name);
    return yield* copyUp(dir);
  }

  function* checkEmpty(node: OverlayNode, name: string): Steps<void> {
    if (node.type === DIRECTORY && (yield* steps.list(node)).length > 0) fail("ENOTEMPTY", name);
  }

  const steps = {
    *lookup(dir: OverlayNode, name: string): Steps<OverlayNode | undefined> {
      const known = dir.known.get(name);
      if (known !== undefined) return known;
      const above = dir.upper && (yield* wait(upper.lookup(dir.upper, name)));
      const shows = !dir.hidden.has(name) && (above === undefined || above.type === DIRECTORY);
      const below = shows && dir.lower ? yield* wait(lower.lookup(dir.lower, name)) : undefined;
      const found = above ?? below;
      if (found === undefined) return undefined;
      const node = make(found.type, { lower: below, upper: above, parent: dir, name });
      dir.known.set(name, node);
      return node;
    },
    *attributes(node: OverlayNode): Steps<Attributes> {
      const [backend, inode] = top(node);
      return { ...(yield* wait(backend.attributes(inode))), ino: node.ino };
    },
    *change(node: OverlayNode, changes: Changes): Steps<void> {
      yield* wait(upper.change(yield* copyUp(node), changes));
    },
    *open(node: OverlayNode, access: Access): Steps<Handle> {
      if (access.write) yield* copyUp(node);
      const [backend, inode] = top(node);
      const handle = yield* wait(openHandle(backend, inode, access));
      return {
        ...handle,
        attributes: () => after(handle.attributes(), (attributes) => ({ ...attributes, ino: node.ino })),
        ...(backend === lower && { change: (changes) => drive(steps.change(node, changes)) }),
      };
    },
    *list(dir: OverlayNode): Steps<readonly Entry[]> {
      const above = dir.upper ? yield* wait(upper.list(dir.upper)) : [];
      const below = dir.lower ? yield* wait(lower.list(dir.lower)) : [];
      const names = new Set([...below.filter(({ name }) => !dir.hidden.has(name)), ...above].map(({ name }) => name));
      const entries: Entry[] = [];
      for (const name of names) {
        const node = yield* steps.lookup(dir, name);
        if (node !== undefined) entries.push({ name, ino: node.ino, type: node.type });
      }
      return entries;
    },
    *create(dir: OverlayNode, name: string, type: typeof FILE | typeof DIRECTORY, mode: number): Steps<OverlayNode> {
      const above = yield* wait(upper.create(yield* vacant(dir, name), name, type, mode));
      const node = make(type, { lower: undefined, upper: above, parent: dir, name });
      dir.hidden.add(name);
      dir.known.set(name, node);
      return node;
    },
    *symlink(dir: OverlayNode, name: string, target: string): Steps<void> {
      yield* wait(upper.symlink(yield* vacant(dir, name), name, target));
      dir.hidden.add(name);
    },
    *readlink(node: OverlayNode): Steps<string> {
      const [backend, inode] = top(node);
      return yield* wait(backend.readlink(inode));
    },
    *link(node: OverlayNode, dir: OverlayNode, name: string): Steps<void> {
      const above = yield* vacant(dir, name);
      yield* wait(upper.link(yield* copyUp(node), above, name));
      dir.hidden.add(name);
      dir.known.set(name, node);
    },
    *unlink(dir: OverlayNode, name: string): Steps<void> {
      const node = yield* existing(dir, name);
      if (node.upper && dir.upper) {
        yield* wait(node.type === DIRECTORY ? upper.rmdir(dir.upper, name) : upper.unlink(dir.upper, name));
      }
      dir.hidden.add(name);
      dir.known.delete(name);
    },
    *rmdir(dir: OverlayNode, name: string): Steps<void> {
      yield* checkEmpty(yield* existing(dir, name), name);
      yield* steps.unlink(dir, name);
    },
    *rename(dir: OverlayNode, name: string, toDir: OverlayNode, toName: string): Steps<void> {
      const node = yield* existing(dir, name);
      if (node.type === DIRECTORY && node.lower) fail("EXDEV", name);
      const old = yield* steps.lookup(toDir, toName);
      if (old === node) return;
      if (old !== undefined) yield* checkEmpty(old, toName);
      yield* copyUp(node);
      const from = yield* copyUp(dir);
      yield* wait(upper.rename(from, name, yield* copyUp(toDir), toName));
      dir.hidden.add(name);
      toDir.hidden.add(toName);
      dir.known.delete(name);
      Object.assign(node, { parent: toDir, name: toName });
      toDir.known.set(toName, node);
    },
  };

  return {
    ...driven(steps),
    sync: lower.sync && upper.sync,
    root: make(DIRECTORY, { lower: lower.root, upper: upper.root, name: "" }),
  } satisfies Backend<OverlayNode>;
}
