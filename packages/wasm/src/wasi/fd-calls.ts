import { CHARACTER, DIRECTORY } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { drive, after, wait, type Later, type Steps } from "../vfs/steps.ts";
import { FDFLAG_APPEND, FDFLAG_NONBLOCK } from "./flags.ts";
import type { Descriptor } from "./descriptors.ts";
import { putFilestat } from "./filestat.ts";
import { fileTimes } from "./file-times.ts";
import { listing, putEntries } from "./listing.ts";
import * as RIGHT from "./rights.ts";
import type { Call, System } from "./system.ts";

/** The calls on open descriptors. */
export function fdCalls(system: System): Record<string, Call> {
  const { memory, descriptors, blocker } = system;

  /** Runs a read or write over the program's buffers; a single buffer, the usual case, takes no detour. */
  function transfer(
    vectorsAt: number,
    count: number,
    resultAt: number,
    move: (bytes: Uint8Array, done: number) => Later<number>,
  ): Later<void> {
    const vectors = memory.vectors(vectorsAt, count);
    memory.view(resultAt, 4);
    const total = vectors.length === 1 ? move(vectors[0] as Uint8Array, 0) : drive(each(vectors, move));
    return after(total, (bytes) => memory.setU32(resultAt, bytes));
  }

  /** Reads; where nothing has arrived yet, a blocking descriptor waits and a nonblocking one fails with EAGAIN. */
  function read(descriptor: Descriptor, into: Uint8Array): Later<number> {
    const { file, flags } = descriptor;
    if (file.type === CHARACTER && (flags & FDFLAG_NONBLOCK) === 0) {
      const pending = file.pending();
      if (pending !== undefined) {
        return after(blocker.pause(Infinity, [pending]), () => read(descriptor, into)) as Later<number>;
      }
    }
    return file.read(into);
  }

  function offset(value: bigint): number {
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) fail("EINVAL");
    return Number(value);
  }

  /** A descriptor with an offset. */
  function seekable(fd: number, rights: number): Descriptor {
    const descriptor = descriptors.get(fd);
    if (descriptor.file.type === DIRECTORY) fail("EBADF");
    if (descriptor.file.type === CHARACTER) fail("ESPIPE");
    return descriptors.get(fd, rights);
  }

  return {
    fd_advise(fd: number, at: bigint, length: bigint, advice: number) {
      seekable(fd, RIGHT.FD_ADVISE);
      if (advice >>> 0 > 5 || at < 0n || length < 0n) fail("EINVAL");
    },
    fd_allocate(fd: number, at: bigint, length: bigint) {
      const { file } = seekable(fd, RIGHT.FD_ALLOCATE);
      const end = offset(at) + offset(length);
      if (length === 0n) fail("EINVAL");
      return after(file.size(), (size) => (end > size ? file.change({ size: end }) : undefined));
    },
    fd_close(fd: number) {
      const { file } = descriptors.get(fd);
      descriptors.set(fd, undefined);
      return file.close();
    },
    fd_datasync: (fd: number) => descriptors.get(fd, RIGHT.FD_DATASYNC).file.sync(),
    fd_sync: (fd: number) => descriptors.get(fd, RIGHT.FD_SYNC).file.sync(),
    fd_fdstat_get(fd: number, resultAt: number) {
      const { file, flags, rights, inheriting } = descriptors.get(fd);
      memory.put(resultAt, "1288", file.type, flags, rights, inheriting);
    },
    fd_fdstat_set_flags(fd: number, flags: number) {
      const descriptor = descriptors.get(fd, RIGHT.FD_FDSTAT_SET_FLAGS);
      if ((flags & ~31) !== 0) fail("EINVAL");
      descriptor.flags = flags;
      descriptor.file.mode.append = (flags & FDFLAG_APPEND) !== 0;
    },
    fd_fdstat_set_rights(fd: number, rights: bigint, inheriting: bigint) {
      const descriptor = descriptors.get(fd);
      if ((rights & ~BigInt(descriptor.rights)) !== 0n || (inheriting & ~BigInt(descriptor.inheriting)) !== 0n) {
        fail("ENOTCAPABLE");
      }
      descriptor.rights = Number(rights);
      descriptor.inheriting = Number(inheriting);
    },
    fd_filestat_get(fd: number, resultAt: number) {
      const { file } = descriptors.get(fd, RIGHT.FD_FILESTAT_GET);
      memory.view(resultAt, 64);
      return after(file.attributes(), (attributes) => putFilestat(memory, resultAt, attributes));
    },
    fd_filestat_set_size(fd: number, size: bigint) {
      const { file } = descriptors.get(fd, RIGHT.FD_FILESTAT_SET_SIZE);
      if (!file.mode.write) fail("EINVAL");
      return file.change({ size: offset(size) });
    },
    fd_filestat_set_times(fd: number, atime: bigint, mtime: bigint, flags: number) {
      return descriptors.get(fd, RIGHT.FD_FILESTAT_SET_TIMES).file.change(fileTimes(atime, mtime, flags));
    },
    fd_read(fd: number, vectorsAt: number, count: number, resultAt: number) {
      const descriptor = open(fd, "read");
      return transfer(vectorsAt, count, resultAt, (into) => read(descriptor, into));
    },
    fd_pread(fd: number, vectorsAt: number, count: number, at: bigint, resultAt: number) {
      const { file } = open(fd, "read", true);
      const start = offset(at);
      return transfer(vectorsAt, count, resultAt, (into, done) => file.readAt(into, start + done));
    },
    fd_write(fd: number, vectorsAt: number, count: number, resultAt: number) {
      const { file } = open(fd, "write");
      return transfer(vectorsAt, count, resultAt, (from) => file.write(from));
    },
    fd_pwrite(fd: number, vectorsAt: number, count: number, at: bigint, resultAt: number) {
      const { file } = open(fd, "write", true);
      const start = offset(at);
      // As pwrite(2) on Linux: in append mode the data goes to the end, whatever the offset.
      return after(file.mode.append ? file.size() : start, (from) =>
        transfer(vectorsAt, count, resultAt, (bytes, done) => file.writeAt(bytes, from + done)),
      );
    },
    fd_readdir(fd: number, bufferAt: number, length: number, cookie: bigint, resultAt: number) {
      const descriptor = descriptors.get(fd, RIGHT.FD_READDIR);
      memory.view(resultAt, 4);
      return after(listing(descriptor, cookie), (entries) =>
        memory.setU32(resultAt, putEntries(memory.bytes(bufferAt, length), entries, cookie)),
      );
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
      const { file } = seekable(fd, still ? RIGHT.FD_TELL : RIGHT.FD_SEEK);
      memory.view(resultAt, 8);
      if (whence >>> 0 > 2) fail("EINVAL");
      const base = whence === 2 ? file.size() : whence === 1 ? file.position : 0;
      return after(base, (from) => {
        file.position = offset(BigInt(from) + delta);
        memory.put(resultAt, "8", file.position);
      });
    },
    fd_tell(fd: number, resultAt: number) {
      memory.put(resultAt, "8", seekable(fd, RIGHT.FD_TELL).file.position);
    },
    fd_prestat_get: (fd: number, resultAt: number) => memory.put(resultAt, "14", 0, preopenName(fd).length),
    fd_prestat_dir_name(fd: number, pathAt: number, length: number) {
      const name = preopenName(fd);
      if (length >>> 0 < name.length) fail("ENAMETOOLONG");
      memory.bytes(pathAt, name.length).set(name);
    },
  };

  function preopenName(fd: number): Uint8Array {
    return new TextEncoder().encode(descriptors.get(fd).preopen ?? fail("EBADF"));
  }

  /** A descriptor to read or write, as `way` says; `seek` asks for an offset of the caller's own. */
  function open(fd: number, way: "read" | "write", seek = false): Descriptor {
    const { file } = descriptors.get(fd);
    if (!file.mode[way]) fail("EBADF");
    if (file.type === DIRECTORY) fail("EISDIR");
    if (seek && file.type === CHARACTER) fail("ESPIPE");
    return descriptors.get(fd, (way === "read" ? RIGHT.FD_READ : RIGHT.FD_WRITE) | (seek ? RIGHT.FD_SEEK : 0));
  }
}

/** Moves buffer after buffer until one comes back short. */
function* each(
  vectors: readonly Uint8Array[],
  move: (bytes: Uint8Array, done: number) => Later<number>,
): Steps<number> {
  let done = 0;
  for (const vector of vectors) {
    if (vector.length === 0) continue;
    const count = yield* wait(move(vector, done));
    done += count;
    if (count < vector.length) break;
  }
  return done;
}
