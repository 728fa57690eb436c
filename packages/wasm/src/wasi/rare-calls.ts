import { SOCKET } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { after } from "../vfs/steps.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { fileOffset } from "./file-offset.ts";
import { fileTimes } from "./file-times.ts";
import { follows, pathArguments } from "./path-arguments.ts";
import * as RARE from "./rare-rights.ts";
import * as RIGHT from "./rights.ts";
import { seekable } from "./seekable.ts";
import { transfers } from "./transfers.ts";
import { Exit, type Call, type SteppedCall, type System } from "./system.ts";

/**
 * The calls that few of Go's programs make, or none: links, times, sizes, offsets of their own, sockets and what Go's libraries do not know. They are loaded for the
 * programs that import one of them.
 */
export function rareCalls({ memory, descriptors, vfs }: System): Record<string, Call | SteppedCall> {
  const { place } = pathArguments(memory, descriptors);
  const { transfer, open } = transfers(memory, descriptors);

  function notSocket(fd: number): never {
    fail(descriptors.get(fd).file.type === SOCKET ? "ENOTSUP" : "ENOTSOCK");
  }

  return {
    fd_advise(fd: number, at: bigint, length: bigint, advice: number) {
      seekable(descriptors, fd, RARE.FD_ADVISE);
      if (advice >>> 0 > 5 || at < 0n || length < 0n) fail("EINVAL");
    },
    fd_allocate(fd: number, at: bigint, length: bigint) {
      const { file } = seekable(descriptors, fd, RARE.FD_ALLOCATE);
      const end = fileOffset(at) + fileOffset(length);
      if (length === 0n) fail("EINVAL");
      return after(file.size(), (size) => (end > size ? file.change({ size: end }) : undefined));
    },
    fd_pread(fd: number, vectorsAt: number, count: number, at: bigint, resultAt: number) {
      const { file } = open(fd, "read", true);
      const start = fileOffset(at);
      return transfer(vectorsAt, count, resultAt, (into, done) => file.readAt(into, start + done));
    },
    fd_pwrite(fd: number, vectorsAt: number, count: number, at: bigint, resultAt: number) {
      const { file } = open(fd, "write", true);
      const start = fileOffset(at);
      // As pwrite(2) on Linux: in append mode the data goes to the end, whatever the offset.
      return after(file.mode.append ? file.size() : start, (from) =>
        transfer(vectorsAt, count, resultAt, (bytes, done) => file.writeAt(bytes, from + done)),
      );
    },
    fd_datasync: (fd: number) => descriptors.get(fd, RARE.FD_DATASYNC).file.sync(),
    fd_filestat_set_times(fd: number, atime: bigint, mtime: bigint, flags: number) {
      return descriptors.get(fd, RARE.FD_FILESTAT_SET_TIMES).file.change(fileTimes(atime, mtime, flags));
    },
    fd_renumber(from: number, to: number) {
      const descriptor = descriptors.get(from);
      const old = descriptors.get(to);
      if (from === to) return;
      descriptors.set(to, descriptor);
      descriptors.set(from, undefined);
      return old.file.close();
    },
    fd_seek(fd: number, delta: bigint, whence: number, resultAt: number) {
      const still = delta === 0n && whence === 1;
      const { file } = seekable(descriptors, fd, still ? RARE.FD_TELL : RIGHT.FD_SEEK);
      memory.view(resultAt, 8);
      if (whence >>> 0 > 2) fail("EINVAL");
      const base = whence === 2 ? file.size() : whence === 1 ? file.position : 0;
      return after(base, (from) => {
        file.position = fileOffset(BigInt(from) + delta);
        memory.put(resultAt, "8", file.position);
      });
    },
    fd_tell(fd: number, resultAt: number) {
      memory.put(resultAt, "8", seekable(descriptors, fd, RARE.FD_TELL).file.position);
    },
    clock_res_get(clock: number, resultAt: number) {
      if (clock >>> 0 > 3) fail("EINVAL");
      memory.put(resultAt, "8", 1000);
    },
    proc_raise(signal: number) {
      // As a shell reports a program that a signal ended.
      throw new Exit(128 + (signal & 127));
    },
    fd_fdstat_set_rights(fd: number, rights: bigint, inheriting: bigint) {
      const descriptor = descriptors.get(fd);
      if ((rights & ~BigInt(descriptor.rights)) !== 0n || (inheriting & ~BigInt(descriptor.inheriting)) !== 0n) {
        fail("ENOTCAPABLE");
      }
      descriptor.rights = Number(rights);
      descriptor.inheriting = Number(inheriting);
    },
    fd_filestat_set_size(fd: number, size: bigint) {
      const { file } = descriptors.get(fd, RARE.FD_FILESTAT_SET_SIZE);
      if (!file.mode.write) fail("EINVAL");
      return file.change({ size: fileOffset(size) });
    },
    fd_sync: (fd: number) => descriptors.get(fd, RARE.FD_SYNC).file.sync(),
    path_symlink(targetAt: number, targetLength: number, fd: number, at: number, length: number) {
      const [start, path] = place(fd, RARE.PATH_SYMLINK, at, length);
      const target = memory.string(targetAt, targetLength);
      if (target.startsWith("/") && start.root === undefined) fail("EPERM", target);
      return vfs.symlink(start, path, target);
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
        ...place(fd, RARE.PATH_FILESTAT_SET_TIMES, at, length),
        follows(lookup),
        fileTimes(atime, mtime, flags),
      ),
    path_link(fd: number, lookup: number, at: number, length: number, toFd: number, toAt: number, toLength: number) {
      // Following the old path is not in POSIX's link(2) either, and no back end can do it without a race.
      if (follows(lookup)) fail("EINVAL");
      return vfs.link(
        ...place(fd, RARE.PATH_LINK_SOURCE, at, length),
        ...place(toFd, RARE.PATH_LINK_TARGET, toAt, toLength),
      );
    },
    *path_readlink(fd: number, at: number, length: number, bufferAt: number, size: number, resultAt: number) {
      const target = yield* vfs.readlink(...place(fd, RARE.PATH_READLINK, at, length));
      // A target that does not fit is cut, as by readlink(2).
      const bytes = encodeUtf8(target).subarray(0, size >>> 0);
      memory.bytes(bufferAt, bytes.length).set(bytes);
      memory.setU32(resultAt, bytes.length);
    },
    // Preview1 cannot make a socket, and this host hands none to a program.
    sock_accept: notSocket,
    sock_recv: notSocket,
    sock_send: notSocket,
    sock_shutdown: notSocket,
  };
}
