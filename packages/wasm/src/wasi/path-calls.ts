import { fail } from "../vfs/fs-error.ts";
import * as RIGHT from "./rights.ts";
import { FDFLAG_APPEND, OFLAG_CREAT, OFLAG_DIRECTORY, OFLAG_EXCL, OFLAG_TRUNC } from "./flags.ts";
import { describe } from "./descriptors.ts";
import { follows, pathArguments } from "./path-arguments.ts";
import { putFilestat } from "./filestat.ts";
import type { SteppedCall, System } from "./system.ts";

/** The calls that take a path below an open directory. */
export function pathCalls({ memory, descriptors, vfs, strict }: System): Record<string, SteppedCall> {
  const { directory, place } = pathArguments(memory, descriptors);

  return {
    path_create_directory: (fd: number, at: number, length: number) =>
      vfs.mkdir(...place(fd, RIGHT.PATH_CREATE_DIRECTORY, at, length)),
    *path_filestat_get(fd: number, lookup: number, at: number, length: number, resultAt: number) {
      const found = yield* vfs.stat(...place(fd, RIGHT.PATH_FILESTAT_GET, at, length), follows(lookup));
      putFilestat(memory, resultAt, found);
    },
    *path_open(
      fd: number,
      lookup: number,
      at: number,
      length: number,
      oflags: number,
      wantedRights: bigint,
      wantedInheriting: bigint,
      flags: number,
      resultAt: number,
    ) {
      memory.view(resultAt, 4);
      const path = memory.string(at, length);
      const [rights, inheriting] = [low(wantedRights), low(wantedInheriting)];
      const parent = directory(fd, RIGHT.PATH_OPEN);
      const has = (flag: number): boolean => (oflags & flag) !== 0;
      const create = has(OFLAG_CREAT);
      const truncate = has(OFLAG_TRUNC);
      const needed = (create ? RIGHT.PATH_CREATE_FILE : 0) | (truncate && strict ? RIGHT.PATH_FILESTAT_SET_SIZE : 0);
      if ((needed & ~parent.rights) !== 0 || ((rights | inheriting) & ~parent.inheriting) !== 0) fail("ENOTCAPABLE");
      const wantsDirectory = has(OFLAG_DIRECTORY);
      if (has(~15) || (flags & ~31) !== 0 || (wantsDirectory && (create || truncate))) fail("EINVAL");
      const file = yield* vfs.open(parent.start, path, {
        read: (rights & RIGHT.FD_READ) !== 0,
        write: (rights & RIGHT.FD_WRITE) !== 0,
        append: (flags & FDFLAG_APPEND) !== 0,
        create,
        exclusive: has(OFLAG_EXCL),
        truncate,
        directory: wantsDirectory,
        follow: follows(lookup),
      });
      const descriptor = describe(file, { ...parent.start, trail: [file.spot] }, { flags, rights, inheriting });
      memory.setU32(resultAt, descriptors.add(descriptor));
    },
    path_remove_directory: (fd: number, at: number, length: number) =>
      vfs.rmdir(...place(fd, RIGHT.PATH_REMOVE_DIRECTORY, at, length)),
    path_rename: (fd: number, at: number, length: number, toFd: number, toAt: number, toLength: number) =>
      vfs.rename(
        ...place(fd, RIGHT.PATH_RENAME_SOURCE, at, length),
        ...place(toFd, RIGHT.PATH_RENAME_TARGET, toAt, toLength),
      ),
    path_unlink_file: (fd: number, at: number, length: number) =>
      vfs.unlink(...place(fd, RIGHT.PATH_UNLINK_FILE, at, length)),
  };
}

/** The rights of a 64-bit mask that exist at all. */
function low(bits: bigint): number {
  return Number(BigInt.asUintN(30, bits));
}
