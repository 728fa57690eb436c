import type { Readable } from "node:stream";
import { Pipe } from "../vfs/pipe.ts";

/** Bytes that wait for the program before the host stops reading. */
const ENOUGH = 1 << 20;

/** A stream of the host as a program's stdin. The stream is only read once the program asks, and keeps no process alive. */
export function stdinPipe(stream: Readable): Pipe {
  const pipe = new Pipe();
  let attached = false;

  function attach(): void {
    attached = true;
    stream.on("data", (chunk: Uint8Array) => {
      pipe.push(chunk);
      if (pipe.length > ENOUGH) stream.pause();
    });
    stream.on("end", () => pipe.end());
    stream.on("error", () => pipe.end());
  }

  return Object.assign(pipe, {
    pending(): Promise<void> | undefined {
      if (!attached) attach();
      if (pipe.length < ENOUGH && stream.isPaused()) stream.resume();
      return Pipe.prototype.pending.call(pipe);
    },
    take(into: Uint8Array): number {
      if (!attached) attach();
      if (pipe.length < ENOUGH && stream.isPaused()) stream.resume();
      return Pipe.prototype.take.call(pipe, into);
    },
  });
}
