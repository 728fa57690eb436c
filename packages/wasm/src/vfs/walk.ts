import { DIRECTORY, SYMLINK, type Backend, type Inode } from "./backend.ts";
import { fail } from "./fs-error.ts";
import { wait, type Steps } from "./steps.ts";

/** One mounted back end. `at` maps the inode numbers of its mount points to what is mounted there. */
export interface Mount {
  readonly backend: Backend;
  readonly dev: bigint;
  readonly at: Map<bigint, Mount>;
}

/** An inode of a mounted back end. */
export interface Spot {
  readonly mount: Mount;
  readonly node: Inode;
}

/** Where a path led: the directory of its last name, and what is there if anything is. */
export interface Found {
  /** The directories from the start of the walk to the one that holds `name`; never empty. */
  readonly trail: readonly Spot[];
  /** The last name, or "" when the path ends at a directory that was walked into (`.`, `..`, `/`). */
  readonly name: string;
  readonly spot: Spot | undefined;
  /** The path ended with a slash: only a directory will do. */
  readonly slash: boolean;
  /** What was walked, for messages. */
  readonly path: string;
}

/** As in Linux: more symbolic links than this in one walk is a loop. */
const MAXIMUM_LINKS = 40;
/** Bytes of one name and of a whole path, as in Linux. */
const MAXIMUM_NAME = 255;
const MAXIMUM_PATH = 4096;

/** Where and how a walk starts. */
export interface Start {
  /** The directories from the root of what may be reached to the one where the walk begins. */
  readonly trail: readonly Spot[];
  /** Refuse absolute paths and `..` above the start with EPERM, instead of taking the root of the trail for them. */
  readonly confined?: boolean;
  /** Where absolute symbolic links lead in a confined walk; without it they are refused. */
  readonly root?: Spot;
}

export function sameSpot(a: Spot, b: Spot): boolean {
  return a.mount === b.mount && a.node.ino === b.node.ino;
}

/** The names that a path goes through. */
export function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

/** @throws ENOENT, EINVAL or ENAMETOOLONG for what cannot be a path, nor the target of a symbolic link */
export function checkPath(path: string): void {
  if (path === "") fail("ENOENT");
  if (path.includes("\0")) fail("EINVAL");
  if (path.length > MAXIMUM_PATH) fail("ENAMETOOLONG");
}

/**
 * Follows a path, one name at a time, through mounts and symbolic links. A last name that does not exist is found with
 * `spot` undefined; a last name that is a symbolic link is followed if `follow` or a trailing slash says so.
 *
 * @throws ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, and EPERM for a way out of a confined start
 */
export function* walk(start: Start, path: string, follow = false): Steps<Found> {
  checkPath(path);
  const { confined, root = confined ? undefined : start.trail[0] } = start;
  let trail = [...start.trail];
  if (path.startsWith("/")) {
    if (confined) fail("EPERM", path);
    trail.length = 1;
  }
  const names = namesOf(path).reverse();
  let slash = /\/\.?$/.test(path);
  let links = 0;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    const here = trail.at(-1) as Spot;
    if (here.node.type !== DIRECTORY) fail("ENOTDIR", path);
    if (name === "..") {
      if (trail.length > 1) trail.pop();
      else if (confined) fail("EPERM", path);
      continue;
    }
    if (name.length > MAXIMUM_NAME) fail("ENAMETOOLONG", name);
    const { mount } = here;
    const node = yield* wait(mount.backend.lookup(here.node, name));
    const last = names.length === 0;
    if (node === undefined) {
      if (last) return { trail, name, spot: undefined, slash, path };
      fail("ENOENT", path);
    }
    if (node.type === SYMLINK && (!last || follow || slash)) {
      if (++links > MAXIMUM_LINKS) fail("ELOOP", path);
      const target = yield* wait(mount.backend.readlink(node));
      if (target === "") fail("ENOENT", path);
      if (target.startsWith("/")) {
        if (root === undefined) fail("EPERM", path);
        trail = [root];
      }
      if (last && target.endsWith("/")) slash = true;
      names.push(...namesOf(target).reverse());
      continue;
    }
    const inner = node.type === DIRECTORY ? mount.at.get(node.ino) : undefined;
    const spot = inner === undefined ? { mount, node } : { mount: inner, node: inner.backend.root };
    if (last) {
      if (slash && node.type !== DIRECTORY) fail("ENOTDIR", path);
      return { trail, name, spot, slash, path };
    }
    trail.push(spot);
  }
  return { trail, name: "", spot: trail.at(-1), slash, path };
}
