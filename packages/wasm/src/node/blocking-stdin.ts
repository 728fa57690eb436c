import { readSync } from "node:fs";
import { FsError } from "../vfs/fs-error.ts";
import type { Pipe } from "../vfs/pipe.ts";

/** This process's stdin, read at once and waiting as long as that takes: for engines that cannot suspend. */
export function blockingStdin(): Pick<Pipe, "take" | "pending"> {
  return {
    pending: () => undefined,
    take(into) {
      for (;;) {
        try {
          return readSync(0, into, 0, into.length, null);
        } catch (error) {
          const { code } = error as { code?: string };
          if (code === "EOF") return 0;
          if (code !== "EAGAIN") throw error;
          // A terminal or pipe that another process made nonblocking: wait a little instead of spinning.
          if (into.length === 0) throw new FsError("EAGAIN");
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        }
      }
    },
  };
}
