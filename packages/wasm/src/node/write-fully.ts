import { writeSync } from "node:fs";

/** As shells tell of a program that SIGPIPE ended. */
const BROKEN_PIPE = 128 + 13;

/**
 * Writes all of `bytes` to a standard stream before it returns, also to a pipe whose reader is slow. When the reader has gone, as `head` goes
 * that has its lines, this process ends as a native Go program does.
 */
export function writeFully(fd: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === "EPIPE") process.exit(BROKEN_PIPE);
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
