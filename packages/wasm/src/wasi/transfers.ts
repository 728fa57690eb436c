import { CHARACTER, DIRECTORY } from "../vfs/backend.ts";
import { fail } from "../vfs/fs-error.ts";
import { after, drive, wait, type Later, type Steps } from "../vfs/steps.ts";
import type { Descriptor, Descriptors } from "./descriptors.ts";
import type { GuestMemory } from "./guest-memory.ts";
import * as RIGHT from "./rights.ts";

/** Reads or writes a buffer; `done` bytes were moved before it. */
export type Move = (bytes: Uint8Array, done: number) => Later<number>;

/** What reads and writes share. */
export interface Transfers {
  /** Runs a read or write over the program's buffers; a single buffer, the usual case, takes no detour. */
  readonly transfer: (vectorsAt: number, count: number, resultAt: number, move: Move) => Later<void>;
  /** A descriptor to read or write, as `way` says; `seek` asks for an offset of the caller's own. */
  readonly open: (fd: number, way: "read" | "write", seek?: boolean) => Descriptor;
}

export function transfers(memory: GuestMemory, descriptors: Descriptors): Transfers {
  return {
    transfer(vectorsAt, count, resultAt, move) {
      const vectors = memory.vectors(vectorsAt, count);
      memory.view(resultAt, 4);
      const total = vectors.length === 1 ? move(vectors[0] as Uint8Array, 0) : drive(each(vectors, move));
      return after(total, (bytes) => memory.setU32(resultAt, bytes));
    },
    open(fd, way, seek = false) {
      const { file } = descriptors.get(fd);
      if (!file.mode[way]) fail("EBADF");
      if (file.type === DIRECTORY) fail("EISDIR");
      if (seek && file.type === CHARACTER) fail("ESPIPE");
      return descriptors.get(fd, (way === "read" ? RIGHT.FD_READ : RIGHT.FD_WRITE) | (seek ? RIGHT.FD_SEEK : 0));
    },
  };
}

/** Moves buffer after buffer until one comes back short. */
function* each(vectors: readonly Uint8Array[], move: Move): Steps<number> {
  let done = 0;
  for (const vector of vectors) {
    if (vector.length === 0) continue;
    const count = yield* wait(move(vector, done));
    done += count;
    if (count < vector.length) break;
  }
  return done;
}
