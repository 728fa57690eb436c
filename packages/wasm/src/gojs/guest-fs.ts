import { CHARACTER, DIRECTORY, FILE, SOCKET, SYMLINK } from "../vfs/backend.ts";
import { fsErrorOf } from "../vfs/error-of-errno.ts";
import { errnoOf, fail } from "../vfs/fs-error.ts";
import type { FullAttributes, OpenFile } from "../vfs/open-file.ts";
import { mapValues } from "../vfs/map-values.ts";
import { finish, wait, type Later, type Steps } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";
import type { Spot, Start } from "../vfs/walk.ts";
import type { Awaited } from "./events.ts";
import type { GuestProcess } from "./guest-process.ts";

/** Node's callback: an error or null, then the result. */
type Callback = (error: unknown, result?: unknown) => void;

/** A method of Node's callback API: its last argument is the callback. */
type Method = (...values: never[]) => unknown;

/** The `fs` that Go's js port sees. */
export interface GuestFs {
  readonly constants: Readonly<Record<string, number>>;
  writeSync(fd: number, bytes: Uint8Array): number;
  readonly [method: string]: Method | Readonly<Record<string, number>>;
}

/** Linux's numbers, which Go maps its own flags to by name. */
const O = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 64,
  O_EXCL: 128,
  O_TRUNC: 512,
  O_APPEND: 1024,
  O_DIRECTORY: 65_536,
};

/** The file type bits of `st_mode`. */
const FORMAT: Record<number, number> = {
  [FILE]: 0o100000,
  [DIRECTORY]: 0o040000,
  [SYMLINK]: 0o120000,
  [CHARACTER]: 0o020000,
  [SOCKET]: 0o140000,
};

/**
 * Node's `fs` as far as Go's `syscall` package calls it, over the program's own files. Callbacks run before the call returns
 * wherever the back end is synchronous: Go's event loop allows that and is several times faster for it.
 */
export function guestFs(
  files: Vfs,
  process: GuestProcess,
  standard: readonly OpenFile[],
  awaited: Awaited,
): { readonly fs: GuestFs; readonly closeAll: () => void } {
  const open: (OpenFile | undefined)[] = [...standard];
  let over = false;

  function file(fd: number): OpenFile {
    const found = open[fd];
    if (found === undefined) fail("EBADF");
    return found;
  }

  /** Where a walk begins, and its path: at the root, with the working directory put before relative paths. */
  function at(path: string): [Start, string] {
    const { trail } = files.start;
    return [{ trail: [trail[0] as Spot] }, path.startsWith("/") ? path : `${process.cwd()}/${path}`];
  }

  /** Calls back with what `work` returns or throws, before this returns where the back end is synchronous. */
  function attempt(callback: Callback, work: () => unknown): Promise<void> | undefined {
    awaited.functions--;
    let result: unknown;
    try {
      result = work();
    } catch (error) {
      callback(shaped(error));
      return undefined;
    }
    if (result instanceof Promise) return settle(callback, result);
    callback(null, result);
    return undefined;
  }

  async function settle(callback: Callback, result: Promise<unknown>): Promise<void> {
    awaited.calls++;
    let outcome: Parameters<Callback>;
    try {
      outcome = [null, await result];
    } catch (error) {
      outcome = [shaped(error)];
    }
    awaited.calls--;
    // What a goroutine still waited for when the program ended, such as input, is nobody's.
    if (!over) callback(...outcome);
  }

  /** Reads for a character device wait for input; Go's other goroutines go on meanwhile. */
  function read(source: OpenFile, into: Uint8Array, position: number | null): Later<number> {
    const pending = source.pending();
    if (pending !== undefined) return pending.then(() => read(source, into, position));
    return position === null ? source.read(into) : source.readAt(into, position);
  }

  const masked = (mode: number): number => mode & 0o7777 & ~process.umask();

  function* stat(path: string, follow: boolean): Steps<unknown> {
    return stats(yield* files.stat(...at(path), follow));
  }

  function* chown(target: Steps<unknown>, uid: number, gid: number): Steps<void> {
    yield* target;
    // Every file belongs to the one user there is, 0; -1 asks for no change.
    if (![0, 0xffff_ffff, -1].includes(uid) || ![0, 0xffff_ffff, -1].includes(gid)) fail("EPERM");
  }

  function* fstat(fd: number): Steps<unknown> {
    return stats(yield* wait(file(fd).attributes()));
  }

  /** Everything but reads and writes, without the callback: what each returns, steps or a value, is what it is called with. */
  const calls: Readonly<Record<string, (...values: never[]) => unknown>> = {
    *open(path: string, flags: number, mode: number): Steps<number> {
      const has = (flag: number): boolean => (flags & flag) !== 0;
      const opened = yield* files.open(...at(path), {
        read: !has(O.O_WRONLY),
        write: has(O.O_WRONLY | O.O_RDWR),
        append: has(O.O_APPEND),
        create: has(O.O_CREAT),
        exclusive: has(O.O_EXCL),
        truncate: has(O.O_TRUNC),
        directory: has(O.O_DIRECTORY),
        mode: masked(mode),
      });
      let fd = open.indexOf(undefined);
      if (fd < 0) fd = open.length;
      open[fd] = opened;
      return fd;
    },
    close(fd: number) {
      const closing = file(fd);
      open[fd] = undefined;
      return closing.close();
    },
    stat: (path: string) => stat(path, true),
    lstat: (path: string) => stat(path, false),
    fstat,
    *readdir(path: string): Steps<string[]> {
      const directory = yield* files.open(...at(path), { read: true, directory: true });
      const entries = yield* wait(directory.list());
      return entries.map(({ name }) => name);
    },
    mkdir: (path: string, mode: number) => files.mkdir(...at(path), masked(mode)),
    rmdir: (path: string) => files.rmdir(...at(path)),
    unlink: (path: string) => files.unlink(...at(path)),
    rename: (from: string, to: string) => files.rename(...at(from), ...at(to)),
    link: (from: string, to: string) => files.link(...at(from), ...at(to)),
    symlink: (target: string, path: string) => files.symlink(...at(path), target),
    readlink: (path: string) => files.readlink(...at(path)),
    truncate: (path: string, size: number) => files.change(...at(path), true, { size: length(size) }),
    ftruncate(fd: number, size: number) {
      const opened = file(fd);
      if (!opened.mode.write) fail("EINVAL");
      return opened.change({ size: length(size) });
    },
    chmod: (path: string, mode: number) => files.change(...at(path), true, { mode: mode & 0o7777 }),
    fchmod: (fd: number, mode: number) => file(fd).change({ mode: mode & 0o7777 }),
    chown: (path: string, uid: number, gid: number) => chown(stat(path, true), uid, gid),
    lchown: (path: string, uid: number, gid: number) => chown(stat(path, false), uid, gid),
    fchown: (fd: number, uid: number, gid: number) => chown(fstat(fd), uid, gid),
    utimes: (path: string, atime: number, mtime: number) =>
      files.change(...at(path), true, { atime: fromSeconds(atime), mtime: fromSeconds(mtime) }),
    fsync: (fd: number) => file(fd).sync(),
  };

  const fs: GuestFs = {
    constants: O,
    writeSync(fd: number, bytes: Uint8Array): number {
      const written = file(fd).write(bytes);
      return typeof written === "number" ? written : bytes.length;
    },
    write: (fd: number, from: Uint8Array, offset: number, length: number, position: number | null, done: Callback) => {
      const part = partOf(from, offset, length);
      void attempt(done, () => {
        const opened = file(fd);
        return position === null ? opened.write(part) : opened.writeAt(part, position);
      });
    },
    /** Returns a promise where it is not done yet, for who must know that `into` is still in use. */
    read(fd: number, into: Uint8Array, offset: number, length: number, position: number | null, done: Callback) {
      return attempt(done, () => read(file(fd), partOf(into, offset, length), position));
    },
    ...mapValues(
      calls,
      (call) =>
        (...values: unknown[]) =>
          void attempt(values.pop() as Callback, () => finish(call(...(values as never[])))),
    ),
  };

  function closeAll(): void {
    over = true;
    // The standard streams stay: a program that crashes has more to say after its last file is closed.
    for (const opened of open.splice(standard.length)) void opened?.close();
  }

  return { fs, closeAll };
}

/** Go passes arrays that it made for the call, so a view of a part is hardly ever needed. */
function partOf(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  return offset === 0 && length === bytes.length ? bytes : bytes.subarray(offset, offset + length);
}

function length(size: number): number {
  if (size < 0) fail("EINVAL");
  return size;
}

function fromSeconds(seconds: number): bigint {
  return BigInt(Math.round(seconds * 1000)) * 1_000_000n;
}

/** Go panics on an error whose code it does not know, as those of the browser's own APIs. */
function shaped(error: unknown): unknown {
  const known = fsErrorOf(errnoOf(error));
  return known.code === (error as { code?: unknown }).code ? error : known;
}

/** Node's `Stats`, as far as Go reads it. */
function stats({ dev, ino, type, mode, nlink, size, atime, mtime, ctime }: FullAttributes): unknown {
  const milliseconds = (time: bigint): number => Number(time / 1_000_000n);
  return {
    dev: Number(dev),
    ino: Number(ino),
    mode: (FORMAT[type] ?? 0) | mode,
    nlink,
    uid: 0,
    gid: 0,
    rdev: 0,
    size,
    blksize: 4096,
    blocks: Math.ceil(size / 512),
    atimeMs: milliseconds(atime),
    mtimeMs: milliseconds(mtime),
    ctimeMs: milliseconds(ctime),
    isDirectory: () => type === DIRECTORY,
  };
}
