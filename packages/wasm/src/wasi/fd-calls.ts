import { CHARACTER } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { after, type Later } from "../vfs/steps.ts";
import { transfers } from "./transfers.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { FDFLAG_APPEND, FDFLAG_NONBLOCK } from "./flags.ts";
import type { Descriptor } from "./descriptors.ts";
import { putFilestat } from "./filestat.ts";
import { listing, putEntries } from "./listing.ts";
import * as RIGHT from "./rights.ts";
import type { Call, System } from "./system.ts";

/** The calls on open descriptors. */
export function fdCalls(system: System): Record<string, Call> {
  const { memory, descriptors, blocker } = system;
  const { transfer, open } = transfers(memory, descriptors);

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

  return {
    fd_close(fd: number) {
      const { file } = descriptors.get(fd);
      descriptors.set(fd, undefined);
      return file.close();
    },
    fd_fdstat_get(fd: number, resultAt: number) {
      const { file, flags, rights, inheriting } = descriptors.get(fd);
      memory.put(resultAt, "488", file.type | (flags << 16), rights, inheriting);
    },
    fd_fdstat_set_flags(fd: number, flags: number) {
      const descriptor = descriptors.get(fd, RIGHT.FD_FDSTAT_SET_FLAGS);
      if ((flags & ~31) !== 0) fail("EINVAL");
      descriptor.flags = flags;
      descriptor.file.mode.append = (flags & FDFLAG_APPEND) !== 0;
    },
    fd_filestat_get(fd: number, resultAt: number) {
      const { file } = descriptors.get(fd, RIGHT.FD_FILESTAT_GET);
      memory.view(resultAt, 64);
      return after(file.attributes(), (attributes) => putFilestat(memory, resultAt, attributes));
    },
    fd_read(fd: number, vectorsAt: number, count: number, resultAt: number) {
      const descriptor = open(fd, "read");
      return transfer(vectorsAt, count, resultAt, (into) => read(descriptor, into));
    },
    fd_write(fd: number, vectorsAt: number, count: number, resultAt: number) {
      const { file } = open(fd, "write");
      return transfer(vectorsAt, count, resultAt, (from) => file.write(from));
    },
    fd_readdir(fd: number, bufferAt: number, length: number, cookie: bigint, resultAt: number) {
      const descriptor = descriptors.get(fd, RIGHT.FD_READDIR);
      memory.view(resultAt, 4);
      return after(listing(descriptor, cookie), (entries) =>
        memory.setU32(resultAt, putEntries(memory.bytes(bufferAt, length), entries, cookie)),
      );
    },
    fd_prestat_get: (fd: number, resultAt: number) => memory.put(resultAt, "44", 0, preopenName(fd).length),
    fd_prestat_dir_name(fd: number, pathAt: number, length: number) {
      const name = preopenName(fd);
      if (length >>> 0 < name.length) fail("ENAMETOOLONG");
      memory.bytes(pathAt, name.length).set(name);
    },
  };

  function preopenName(fd: number): Uint8Array {
    return encodeUtf8(descriptors.get(fd).preopen ?? fail("EBADF"));
  }
}
