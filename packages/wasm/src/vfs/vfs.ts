import { DIRECTORY, FILE, SYMLINK, type Backend, type Changes } from "./backend.ts";
import { fail } from "./fs-error.ts";
import { OpenFile, type FullAttributes } from "./open-file.ts";
import { openHandle } from "./open-handle.ts";
import { drive, wait, type Later, type Steps } from "./steps.ts";
import { checkPath, namesOf, sameSpot, walk, type Found, type Mount, type Spot, type Start } from "./walk.ts";

/** How `Vfs.open` opens, in the words of POSIX. */
export interface OpenOptions {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly directory?: boolean;
  readonly follow?: boolean;
  readonly mode?: number;
}

/**
 * A tree of mounted back ends with the semantics of a Unix file system: the one implementation of paths under every kind of
 * program. Its methods are steps; `drive` runs them, at once where every back end on the way is synchronous.
 */
export class Vfs {
  readonly #root: Mount;
  #lastDev = 0n;
  /** Whether no operation can ever return a promise. */
  sync = true;

  constructor(root: Backend) {
    this.#root = this.#add(root);
  }

  #add(backend: Backend): Mount {
    this.sync &&= backend.sync;
    return { backend, dev: ++this.#lastDev, at: new Map() };
  }

  /** The start of walks that see the whole tree. */
  get start(): Start {
    return { trail: [{ mount: this.#root, node: this.#root.backend.root }] };
  }

  /** Mounts a back end on a directory, which is made if its parents' back end can, or in place of what is mounted there. */
  mount(path: string, backend: Backend): Later<void> {
    return drive(this.mountSteps(path, backend));
  }

  *mountSteps(path: string, backend: Backend): Steps<void> {
    yield* this.makeDirectories(path);
    const { trail, name } = yield* walk(this.start, path, true);
    if (name === "") fail("EBUSY", path);
    const { mount, node } = trail.at(-1) as Spot;
    const under = yield* wait(mount.backend.lookup(node, name));
    if (under?.type !== DIRECTORY) fail("ENOTDIR", path);
    mount.at.set(under.ino, this.#add(backend));
  }

  /** Makes a directory and its parents where they are missing. */
  *makeDirectories(path: string): Steps<void> {
    let made = "";
    for (const name of namesOf(path)) {
      made += `/${name}`;
      const found = yield* walk(this.start, made, true);
      if (found.spot === undefined) yield* this.mkdir(this.start, made);
    }
  }

  *open(start: Start, path: string, options: OpenOptions): Steps<OpenFile> {
    const {
      read = false,
      write = false,
      append = false,
      create,
      exclusive,
      truncate,
      directory,
      follow = true,
    } = options;
    const found = yield* walk(start, path, follow && !(create && exclusive));
    let { spot } = found;
    if (spot === undefined) {
      if (!create || (directory && !found.slash)) fail("ENOENT", path);
      if (found.slash) fail("EISDIR", path);
      const { mount, node } = found.trail.at(-1) as Spot;
      spot = { mount, node: yield* wait(mount.backend.create(node, found.name, FILE, options.mode ?? 0o666)) };
    } else {
      if (create && exclusive) fail("EEXIST", path);
      if (spot.node.type === SYMLINK) fail("ELOOP", path);
      if (directory && spot.node.type !== DIRECTORY) fail("ENOTDIR", path);
    }
    const trail = found.name === "" ? found.trail.slice(0, -1) : found.trail;
    const { mount, node } = spot;
    if (node.type === DIRECTORY && (write || truncate || create)) fail("EISDIR", path);
    const handle = yield* wait(openHandle(mount.backend, node, { read, write: write || truncate === true, append }));
    if (truncate && node.type === FILE) yield* wait(handle.change({ size: 0 }));
    return new OpenFile(spot, trail, { read, write, append }, handle);
  }

  *stat(start: Start, path: string, follow: boolean): Steps<FullAttributes> {
    const { mount, node } = present(yield* walk(start, path, follow));
    return { ...(yield* wait(mount.backend.attributes(node))), dev: mount.dev };
  }

  *change(start: Start, path: string, follow: boolean, changes: Changes): Steps<void> {
    const { mount, node } = present(yield* walk(start, path, follow));
    if (changes.size !== undefined && node.type === DIRECTORY) fail("EISDIR", path);
    yield* wait(mount.backend.change(node, changes));
  }

  *mkdir(start: Start, path: string, mode = 0o777): Steps<void> {
    const { mount, node, name } = vacant(yield* walk(start, path));
    yield* wait(mount.backend.create(node, name, DIRECTORY, mode));
  }

  *symlink(start: Start, path: string, target: string): Steps<void> {
    checkPath(target);
    const found = yield* walk(start, path);
    const { mount, node, name } = vacant(found);
    if (found.slash) fail("ENOENT", path);
    yield* wait(mount.backend.symlink(node, name, target));
  }

  *readlink(start: Start, path: string): Steps<string> {
    const { mount, node } = present(yield* walk(start, path));
    if (node.type !== SYMLINK) fail("EINVAL", path);
    return yield* wait(mount.backend.readlink(node));
  }

  *link(start: Start, path: string, toStart: Start, toPath: string): Steps<void> {
    const from = present(yield* walk(start, path));
    const found = yield* walk(toStart, toPath);
    const { mount, node, name } = vacant(found);
    if (found.slash) fail("ENOENT", toPath);
    if (from.node.type === DIRECTORY) fail("EPERM", path);
    if (from.mount !== mount) fail("EXDEV", toPath);
    yield* wait(mount.backend.link(from.node, node, name));
  }

  *unlink(start: Start, path: string): Steps<void> {
    const found = yield* walk(start, path);
    const { node, parent, name } = movable(found);
    if (node.type === DIRECTORY) fail("EISDIR", path);
    if (found.slash) fail("ENOTDIR", path);
    yield* wait(parent.mount.backend.unlink(parent.node, name));
  }

  *rmdir(start: Start, path: string): Steps<void> {
    // As rmdir(2) has it, where every other call on "." is EBUSY.
    if (/(^|\/)\.\/*$/.test(path)) fail("EINVAL", path);
    const { node, parent, name } = movable(yield* walk(start, path));
    if (node.type !== DIRECTORY) fail("ENOTDIR", path);
    yield* wait(parent.mount.backend.rmdir(parent.node, name));
  }

  *rename(start: Start, path: string, toStart: Start, toPath: string): Steps<void> {
    if (ENDS_IN_DOTS.test(path) || ENDS_IN_DOTS.test(toPath)) fail("EBUSY", path);
    const { node, mount, parent, name } = movable(yield* walk(start, path));
    const to = yield* walk(toStart, toPath);
    const isDirectory = node.type === DIRECTORY;
    if (to.name === "") fail("EBUSY", toPath);
    const toParent = to.trail.at(-1) as Spot;
    if (to.spot !== undefined) {
      if (sameSpot(to.spot, { mount, node })) return;
      if (to.spot.mount !== toParent.mount) fail("EBUSY", toPath);
      if (isDirectory !== (to.spot.node.type === DIRECTORY)) fail(isDirectory ? "ENOTDIR" : "EISDIR", toPath);
    } else if (to.slash && !isDirectory) {
      fail("ENOTDIR", toPath);
    }
    if (parent.mount !== toParent.mount) fail("EXDEV", toPath);
    if (isDirectory && to.trail.some((spot) => sameSpot(spot, { mount, node }))) fail("EINVAL", toPath);
    yield* wait(mount.backend.rename(parent.node, name, toParent.node, to.name));
  }
}

/** The last name is `.` or `..`. */
const ENDS_IN_DOTS = /(^|\/)\.\.?\/*$/;

function present({ spot, path }: Found): Spot {
  if (spot === undefined) fail("ENOENT", path);
  return spot;
}

/** The directory and the name for something new. */
function vacant(found: Found): Spot & { readonly name: string } {
  if (found.spot !== undefined) fail("EEXIST", found.path);
  return { ...(found.trail.at(-1) as Spot), name: found.name };
}

/** Something that can be removed or renamed: it has a name, and nothing is mounted on it. */
function movable(found: Found): Spot & { readonly parent: Spot; readonly name: string } {
  const spot = present(found);
  const parent = found.trail.at(-1) as Spot;
  if (found.name === "" || spot.mount !== parent.mount) fail("EBUSY", found.path);
  return { ...spot, parent, name: found.name };
}
