import { CHARACTER, DIRECTORY, FILE, SOCKET, SYMLINK } from "../vfs/backend.ts";
import { fsErrorOf } from "../vfs/error-of-errno.ts";
import { errnoOf, fail } from "../vfs/fs-error.ts";
import type { FullAttributes, OpenFile } from "../vfs/open-file.ts";
import { drive, wait, type Later, type Steps } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";
import type { Spot, Start } from "../vfs/walk.ts";
import type { Awaited } from "./events.ts";
import type { GuestProcess } from "./guest-process.ts";

/** Node's callback: an error or null, then the result. */
type Callback = (error: unknown, result?: unknown) => void;

/** A method of Node's callback API: its last argument is the callback. */
type Method = (...values: never[]) => void;

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

  function file(fd: number): OpenFile {
    const found = open[fd];
    if (found === undefined) fail("EBADF");
    return found;
  }

  /** Walks begin at the root, with the working directory put before relative paths. */
  function at(path: string): [Start, string] {
    const { trail } = files.start;
    const start: Start = { trail: [trail[0] as Spot] };
    return [start, path.startsWith("/") ? path : `${process.cwd()}/${path}`];
  }

  function answer(callback: Callback, steps: Steps<unknown>): void {
    attempt(callback, () => drive(steps));
  }

  /** The same for what is no steps, as reads and writes are, which come by the thousand. */
  function attempt(callback: Callback, work: () => unknown): void {
    awaited.functions--;
    let result: unknown;
    try {
      result = work();
    } catch (error) {
      callback(shaped(error));
      return;
    }
    if (result instanceof Promise) {
      void settle(callback, result);
    } else {
      callback(null, result);
    }
  }

  async function settle(callback: Callback, result: Promise<unknown>): Promise<void> {
    awaited.calls++;
    let value: unknown;
    try {
      value = await result;
    } catch (error) {
      awaited.calls--;
      callback(shaped(error));
      return;
    }
    awaited.calls--;
    callback(null, value);
  }

  /** Reads for a character device wait for input; Go's other goroutines go on meanwhile. */
  function read(source: OpenFile, into: Uint8Array, position: number | null): Later<number> {
    const pending = source.pending();
    if (pending !== undefined) return pending.then(() => read(source, into, position));
    return position === null ? source.read(into) : source.readAt(into, position);
  }

  function* openFile(path: string, flags: number, mode: number): Steps<number> {
    const has = (flag: number): boolean => (flags & flag) !== 0;
    const [start, full] = at(path);
    const opened = yield* files.open(start, full, {
      read: !has(O.O_WRONLY),
      write: has(O.O_WRONLY | O.O_RDWR),
      append: has(O.O_APPEND),
      create: has(O.O_CREAT),
      exclusive: has(O.O_EXCL),
      truncate: has(O.O_TRUNC),
      directory: has(O.O_DIRECTORY),
      mode: mode & 0o7777 & ~process.umask(),
    });
    let fd = open.indexOf(undefined);
    if (fd < 0) fd = open.length;
    open[fd] = opened;
    return fd;
  }

  function* stat(path: string, follow: boolean): Steps<unknown> {
    const [start, full] = at(path);
    return stats(yield* files.stat(start, full, follow));
  }

  function* close(fd: number): Steps<void> {
    const closing = file(fd);
    open[fd] = undefined;
    yield* wait(closing.close());
  }

  function* readdir(path: string): Steps<string[]> {
    const [start, full] = at(path);
    const directory = yield* files.open(start, full, { read: true, directory: true });
    const entries = yield* wait(directory.list());
    return entries.map(({ name }) => name);
  }

  function* chown(target: Steps<unknown>, uid: number, gid: number): Steps<void> {
    yield* target;
    // Every file belongs to the one user there is, 0; -1 asks for no change.
    if (![0, 0xffff_ffff, -1].includes(uid) || ![0, 0xffff_ffff, -1].includes(gid)) fail("EPERM");
  }

  function* one(path: string, run: (start: Start, full: string) => Steps<unknown>): Steps<unknown> {
    const [start, full] = at(path);
    return yield* run(start, full);
  }

  function* two(
    path: string,
    toPath: string,
    run: (start: Start, full: string, toStart: Start, toFull: string) => Steps<unknown>,
  ): Steps<unknown> {
    const [start, full] = at(path);
    const [toStart, toFull] = at(toPath);
    return yield* run(start, full, toStart, toFull);
  }

  function* onFile(fd: number, run: (opened: OpenFile) => unknown): Steps<unknown> {
    return yield* wait(run(file(fd)) as Promise<unknown>);
  }

  const fs: GuestFs = {
    constants: O,
    writeSync(fd: number, bytes: Uint8Array): number {
      const written = file(fd).write(bytes);
      return typeof written === "number" ? written : bytes.length;
    },
    write: (fd: number, from: Uint8Array, offset: number, length: number, position: number | null, done: Callback) => {
      const part = partOf(from, offset, length);
      attempt(done, () => {
        const opened = file(fd);
        return position === null ? opened.write(part) : opened.writeAt(part, position);
      });
    },
    read: (fd: number, into: Uint8Array, offset: number, length: number, position: number | null, done: Callback) =>
      attempt(done, () => read(file(fd), partOf(into, offset, length), position)),
    open: (path: string, flags: number, mode: number, done: Callback) => answer(done, openFile(path, flags, mode)),
    close: (fd: number, done: Callback) => answer(done, close(fd)),
    stat: (path: string, done: Callback) => answer(done, stat(path, true)),
    lstat: (path: string, done: Callback) => answer(done, stat(path, false)),
    fstat: (fd: number, done: Callback) =>
      answer(
        done,
        (function* (): Steps<unknown> {
          return stats(yield* wait(file(fd).attributes()));
        })(),
      ),
    readdir: (path: string, done: Callback) => answer(done, readdir(path)),
    mkdir: (path: string, mode: number, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.mkdir(start, full, mode & 0o7777 & ~process.umask())),
      ),
    rmdir: (path: string, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.rmdir(start, full)),
      ),
    unlink: (path: string, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.unlink(start, full)),
      ),
    rename: (from: string, to: string, done: Callback) =>
      answer(
        done,
        two(from, to, (...all) => files.rename(...all)),
      ),
    link: (from: string, to: string, done: Callback) =>
      answer(
        done,
        two(from, to, (...all) => files.link(...all)),
      ),
    symlink: (target: string, path: string, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.symlink(start, full, target)),
      ),
    readlink: (path: string, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.readlink(start, full)),
      ),
    truncate: (path: string, size: number, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.change(start, full, true, { size: length(size) })),
      ),
    ftruncate: (fd: number, size: number, done: Callback) =>
      answer(
        done,
        onFile(fd, (opened) => {
          if (!opened.mode.write) fail("EINVAL");
          return opened.change({ size: length(size) });
        }),
      ),
    chmod: (path: string, mode: number, done: Callback) =>
      answer(
        done,
        one(path, (start, full) => files.change(start, full, true, { mode: mode & 0o7777 })),
      ),
    fchmod: (fd: number, mode: number, done: Callback) =>
      answer(
        done,
        onFile(fd, (opened) => opened.change({ mode: mode & 0o7777 })),
      ),
    chown: (path: string, uid: number, gid: number, done: Callback) => answer(done, chown(stat(path, true), uid, gid)),
    lchown: (path: string, uid: number, gid: number, done: Callback) =>
      answer(done, chown(stat(path, false), uid, gid)),
    fchown: (fd: number, uid: number, gid: number, done: Callback) =>
      answer(
        done,
        chown(
          onFile(fd, () => undefined),
          uid,
          gid,
        ),
      ),
    utimes: (path: string, atime: number, mtime: number, done: Callback) =>
      answer(
        done,
        one(path, (start, full) =>
          files.change(start, full, true, { atime: fromSeconds(atime), mtime: fromSeconds(mtime) }),
        ),
      ),
    fsync: (fd: number, done: Callback) =>
      answer(
        done,
        onFile(fd, (opened) => opened.sync()),
      ),
  };

  function closeAll(): void {
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
