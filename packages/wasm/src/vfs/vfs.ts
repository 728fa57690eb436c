import { DIRECTORY, FILE, SYMLINK, type Backend, type Changes } from "./backend.ts";
import { fail } from "./fs-error.ts";
import { OpenFile, type FullAttributes } from "./open-file.ts";
import { drive, wait, type Later, type Steps } from "./steps.ts";
import { MAXIMUM_PATH, sameSpot, walk, type Found, type Mount, type Spot, type Start } from "./walk.ts";

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
  readonly #mounts = new Set<Mount>();
  #lastDev = 0n;

  constructor(root: Backend) {
    this.#root = this.#add(root);
  }

  #add(backend: Backend): Mount {
    const mount = { backend, dev: ++this.#lastDev, at: new Map<bigint, Mount>() };
    this.#mounts.add(mount);
    return mount;
  }

  /** The start of walks that see the whole tree. */
  get start(): Start {
    return { trail: [{ mount: this.#root, node: this.#root.backend.root }] };
  }

  /** Whether no operation can ever return a promise. */
  get sync(): boolean {
    return [...this.#mounts].every(({ backend }) => backend.sync);
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
    const old = mount.at.get(under.ino);
    if (old !== undefined) this.#mounts.delete(old);
    mount.at.set(under.ino, this.#add(backend));
  }

  /** Makes a directory and its parents where they are missing. */
  *makeDirectories(path: string): Steps<void> {
    let made = "";
    for (const name of path.split("/").filter((part) => part !== "")) {
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
      create = false,
      exclusive = false,
      truncate = false,
    } = options;
    const found = yield* walk(start, path, (options.follow ?? true) && !(create && exclusive));
    let { spot } = found;
    if (spot === undefined) {
      if (!create) fail("ENOENT", path);
      if (found.slash || options.directory === true) fail(found.slash ? "EISDIR" : "ENOENT", path);
      const { mount, node } = found.trail.at(-1) as Spot;
      spot = { mount, node: yield* wait(mount.backend.create(node, found.name, FILE, options.mode ?? 0o666)) };
    } else {
      if (create && exclusive) fail("EEXIST", path);
      if (spot.node.type === SYMLINK) fail("ELOOP", path);
      if (options.directory === true && spot.node.type !== DIRECTORY) fail("ENOTDIR", path);
    }
    const trail = found.name === "" ? found.trail.slice(0, -1) : found.trail;
    const mode = { read, write, append };
    if (spot.node.type === DIRECTORY) {
      if (write || truncate || create) fail("EISDIR", path);
      return new OpenFile(spot, trail, mode, undefined);
    }
    const { backend } = spot.mount;
    const handle = yield* wait(backend.open(spot.node, { read, write: write || truncate, append }));
    const file = new OpenFile(spot, trail, mode, handle);
    if (truncate && spot.node.type === FILE) yield* wait(file.change({ size: 0 }));
    return file;
  }

  *stat(start: Start, path: string, follow: boolean): Steps<FullAttributes> {
    const { mount, node } = present(yield* walk(start, path, follow), path);
    return { ...(yield* wait(mount.backend.attributes(node))), dev: mount.dev };
  }

  *change(start: Start, path: string, follow: boolean, changes: Changes): Steps<void> {
    const { mount, node } = present(yield* walk(start, path, follow), path);
    if (changes.size !== undefined && node.type === DIRECTORY) fail("EISDIR", path);
    yield* wait(mount.backend.change(node, changes));
  }

  *mkdir(start: Start, path: string, mode = 0o777): Steps<void> {
    const { mount, node, name } = vacant(yield* walk(start, path, false), path);
    yield* wait(mount.backend.create(node, name, DIRECTORY, mode));
  }

  *symlink(start: Start, path: string, target: string): Steps<void> {
    if (target === "") fail("ENOENT", path);
    if (target.includes("\0")) fail("EINVAL", "path with a NUL");
    if (target.length > MAXIMUM_PATH) fail("ENAMETOOLONG");
    const found = yield* walk(start, path, false);
    const { mount, node, name } = vacant(found, path);
    if (found.slash) fail("ENOENT", path);
    yield* wait(mount.backend.symlink(node, name, target));
  }

  *readlink(start: Start, path: string): Steps<string> {
    const { mount, node } = present(yield* walk(start, path, false), path);
    if (node.type !== SYMLINK) fail("EINVAL", path);
    return yield* wait(mount.backend.readlink(node));
  }

  *link(start: Start, path: string, toStart: Start, toPath: string): Steps<void> {
    const from = present(yield* walk(start, path, false), path);
    const found = yield* walk(toStart, toPath, false);
    const { mount, node, name } = vacant(found, toPath);
    if (found.slash) fail("ENOENT", toPath);
    if (from.node.type === DIRECTORY) fail("EPERM", path);
    if (from.mount !== mount) fail("EXDEV", toPath);
    yield* wait(mount.backend.link(from.node, node, name));
  }

  *unlink(start: Start, path: string): Steps<void> {
    const found = yield* walk(start, path, false);
    const { node, parent, name } = movable(found, path);
    if (node.type === DIRECTORY) fail("EISDIR", path);
    if (found.slash) fail("ENOTDIR", path);
    yield* wait(parent.mount.backend.unlink(parent.node, name));
  }

  *rmdir(start: Start, path: string): Steps<void> {
    // As rmdir(2) has it, where every other call on "." is EBUSY.
    if (/(^|\/)\.\/*$/.test(path)) fail("EINVAL", path);
    const { node, parent, name } = movable(yield* walk(start, path, false), path);
    if (node.type !== DIRECTORY) fail("ENOTDIR", path);
    yield* wait(parent.mount.backend.rmdir(parent.node, name));
  }

  *rename(start: Start, path: string, toStart: Start, toPath: string): Steps<void> {
    if (ENDS_IN_DOTS.test(path) || ENDS_IN_DOTS.test(toPath)) fail("EBUSY", path);
    const { node, mount, parent, name } = movable(yield* walk(start, path, false), path);
    const to = yield* walk(toStart, toPath, false);
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

function present({ spot }: Found, path: string): Spot {
  if (spot === undefined) fail("ENOENT", path);
  return spot;
}

/** The directory and the name for something new. */
function vacant(found: Found, path: string): Spot & { readonly name: string } {
  if (found.spot !== undefined) fail("EEXIST", path);
  return { ...(found.trail.at(-1) as Spot), name: found.name };
}

/** Something that can be removed or renamed: it has a name, and nothing is mounted on it. */
function movable(found: Found, path: string): Spot & { readonly parent: Spot; readonly name: string } {
  const spot = present(found, path);
  const parent = found.trail.at(-1) as Spot;
  if (found.name === "" || spot.mount !== parent.mount) fail("EBUSY", path);
  return { ...spot, parent, name: found.name };
}
