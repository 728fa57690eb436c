import { DIRECTORY } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import type { Steps } from "../vfs/steps.ts";
import type { Start } from "../vfs/walk.ts";
import * as RIGHT from "./rights.ts";
import { FDFLAG_APPEND, LOOKUP_FOLLOW, OFLAG_CREAT, OFLAG_DIRECTORY, OFLAG_EXCL, OFLAG_TRUNC } from "./flags.ts";
import { possibleRights, type Descriptor } from "./descriptors.ts";
import { fileTimes } from "./file-times.ts";
import { putFilestat } from "./filestat.ts";
import type { SteppedCall, System } from "./system.ts";

/** The calls that take a path below an open directory. */
export function pathCalls({ memory, descriptors, vfs, strict }: System): Record<string, SteppedCall> {
  function directory(fd: number, rights: number): Descriptor {
    const descriptor = descriptors.get(fd);
    if (descriptor.file.type !== DIRECTORY) fail("ENOTDIR");
    return descriptors.get(fd, rights);
  }

  const from = (fd: number, rights: number): Start => directory(fd, rights).start;

  function* open(
    fd: number,
    lookup: number,
    path: string,
    oflags: number,
    rights: number,
    inheriting: number,
    flags: number,
    resultAt: number,
  ): Steps<void> {
    const parent = directory(fd, RIGHT.PATH_OPEN);
    const create = (oflags & OFLAG_CREAT) !== 0;
    const truncate = (oflags & OFLAG_TRUNC) !== 0;
    const needed = (create ? RIGHT.PATH_CREATE_FILE : 0) | (truncate && strict ? RIGHT.PATH_FILESTAT_SET_SIZE : 0);
    if ((parent.rights & needed) !== needed) fail("ENOTCAPABLE");
    if (((rights | inheriting) & ~parent.inheriting) !== 0) fail("ENOTCAPABLE");
    if ((oflags & ~15) !== 0 || (flags & ~31) !== 0) fail("EINVAL");
    const wantsDirectory = (oflags & OFLAG_DIRECTORY) !== 0;
    if (wantsDirectory && (create || truncate)) fail("EINVAL");
    const file = yield* vfs.open(parent.start, path, {
      read: (rights & RIGHT.FD_READ) !== 0,
      write: (rights & RIGHT.FD_WRITE) !== 0,
      append: (flags & FDFLAG_APPEND) !== 0,
      create,
      exclusive: (oflags & OFLAG_EXCL) !== 0,
      truncate,
      directory: wantsDirectory,
      follow: follows(lookup),
    });
    const isDirectory = file.type === DIRECTORY;
    const descriptor: Descriptor = {
      file,
      flags,
      rights: rights & possibleRights(file),
      inheriting: isDirectory ? inheriting : 0,
      start: {
        trail: [file.spot],
        confined: true,
        ...(parent.start.root !== undefined && { root: parent.start.root }),
      },
    };
    memory.setU32(resultAt, descriptors.add(descriptor));
  }

  const follows = (lookup: number): boolean => (lookup & LOOKUP_FOLLOW) !== 0;

  return {
    path_create_directory: (fd: number, at: number, length: number) =>
      vfs.mkdir(from(fd, RIGHT.PATH_CREATE_DIRECTORY), memory.string(at, length)),
    *path_filestat_get(fd: number, lookup: number, at: number, length: number, resultAt: number) {
      const start = from(fd, RIGHT.PATH_FILESTAT_GET);
      putFilestat(memory, resultAt, yield* vfs.stat(start, memory.string(at, length), follows(lookup)));
    },
    path_filestat_set_times: (
      fd: number,
      lookup: number,
      at: number,
      length: number,
      atime: bigint,
      mtime: bigint,
      flags: number,
    ) =>
      vfs.change(
        from(fd, RIGHT.PATH_FILESTAT_SET_TIMES),
        memory.string(at, length),
        follows(lookup),
        fileTimes(atime, mtime, flags),
      ),
    path_link(fd: number, lookup: number, at: number, length: number, toFd: number, toAt: number, toLength: number) {
      // Following the old path is not in POSIX's link(2) either, and no back end can do it without a race.
      if (follows(lookup)) fail("EINVAL");
      const start = from(fd, RIGHT.PATH_LINK_SOURCE);
      const to = from(toFd, RIGHT.PATH_LINK_TARGET);
      return vfs.link(start, memory.string(at, length), to, memory.string(toAt, toLength));
    },
    path_open(
      fd: number,
      lookup: number,
      at: number,
      length: number,
      oflags: number,
      rights: bigint,
      inheriting: bigint,
      flags: number,
      resultAt: number,
    ) {
      memory.view(resultAt, 4);
      const low = (bits: bigint): number => Number(BigInt.asUintN(30, bits));
      return open(fd, lookup, memory.string(at, length), oflags, low(rights), low(inheriting), flags, resultAt);
    },
    *path_readlink(fd: number, at: number, length: number, bufferAt: number, size: number, resultAt: number) {
      const target = yield* vfs.readlink(from(fd, RIGHT.PATH_READLINK), memory.string(at, length));
      // A target that does not fit is cut, as by readlink(2).
      const bytes = new TextEncoder().encode(target).subarray(0, size >>> 0);
      memory.bytes(bufferAt, bytes.length).set(bytes);
      memory.setU32(resultAt, bytes.length);
    },
    path_remove_directory: (fd: number, at: number, length: number) =>
      vfs.rmdir(from(fd, RIGHT.PATH_REMOVE_DIRECTORY), memory.string(at, length)),
    path_rename(fd: number, at: number, length: number, toFd: number, toAt: number, toLength: number) {
      const start = from(fd, RIGHT.PATH_RENAME_SOURCE);
      const to = from(toFd, RIGHT.PATH_RENAME_TARGET);
      return vfs.rename(start, memory.string(at, length), to, memory.string(toAt, toLength));
    },
    path_symlink(targetAt: number, targetLength: number, fd: number, at: number, length: number) {
      const start = from(fd, RIGHT.PATH_SYMLINK);
      const target = memory.string(targetAt, targetLength);
      if (target.startsWith("/") && start.root === undefined) fail("EPERM", target);
      return vfs.symlink(start, memory.string(at, length), target);
    },
    path_unlink_file: (fd: number, at: number, length: number) =>
      vfs.unlink(from(fd, RIGHT.PATH_UNLINK_FILE), memory.string(at, length)),
  };
}
