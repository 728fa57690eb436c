import { Worker } from "node:worker_threads";
import type { Blocker } from "../blocking/blocker.ts";
import { threadBlocker } from "../blocking/thread.ts";
import { fail } from "../vfs/fs-error.ts";
import type { Pipe } from "../vfs/pipe.ts";

/** Words of the shared memory: what is in it, and how many bytes. */
const STATE = 0;
const LENGTH = 1;
const EMPTY = 0;
const FULL = 1;
const ENDED = 2;
/** Bytes before those of the input, and of these. */
const PREFIX = 8;
const ROOM = 1 << 16;

/** What another thread runs: it reads as process.stdin does, so that it can be stopped at any time, and waits where its bytes were not taken yet. */
const READER = `
const { workerData } = require("node:worker_threads");
const words = new Int32Array(workerData, 0, 2);
const room = new Uint8Array(workerData, ${PREFIX});
function give(bytes, state) {
  while (Atomics.load(words, ${STATE}) === ${FULL}) Atomics.wait(words, ${STATE}, ${FULL});
  room.set(bytes);
  words[${LENGTH}] = bytes.length;
  Atomics.store(words, ${STATE}, state);
  Atomics.notify(words, ${STATE});
}
const end = () => give([], ${ENDED});
function open() {
  if (require("node:tty").isatty(0)) return new (require("node:tty").ReadStream)(0);
  const fs = require("node:fs");
  const about = fs.fstatSync(0);
  if (about.isFIFO() || about.isSocket()) return new (require("node:net").Socket)({ fd: 0, readable: true, writable: false });
  return fs.createReadStream(null, { fd: 0, autoClose: false });
}
try {
  const stream = open();
  stream.on("data", (chunk) => {
    for (let at = 0; at < chunk.length; at += ${ROOM}) give(chunk.subarray(at, at + ${ROOM}), ${FULL});
  });
  stream.on("end", end);
  stream.on("error", end);
} catch {
  end();
}
`;

/** This process's stdin, and how to wait for it. */
export interface StdinThread {
  readonly stdin: Pick<Pipe, "take" | "pending">;
  readonly blocker: Blocker;
  close(): void;
}

/** Reads this process's stdin in a thread of its own, for engines that cannot suspend a program: it sleeps until input or its next timer, whichever is first. */
export function stdinThread(): StdinThread {
  const memory = new SharedArrayBuffer(PREFIX + ROOM);
  const words = new Int32Array(memory, 0, 2);
  const room = new Uint8Array(memory, PREFIX);
  const clock = threadBlocker();
  // Never seen to settle, since this thread sleeps instead.
  const { promise } = Promise.withResolvers<void>();
  let reader: Worker | undefined;
  let taken = 0;

  /** What there is. Nothing is read before the program asks. */
  function state(): number {
    reader ??= new Worker(READER, { eval: true, execArgv: [], workerData: memory });
    reader.unref();
    return Atomics.load(words, STATE);
  }

  return {
    stdin: {
      pending: () => (state() === EMPTY ? promise : undefined),
      take(into) {
        const now = state();
        if (now === ENDED || into.length === 0) return 0;
        if (now === EMPTY) fail("EAGAIN");
        const length = Atomics.load(words, LENGTH);
        const part = room.subarray(taken, Math.min(taken + into.length, length));
        into.set(part);
        taken += part.length;
        if (taken === length) {
          taken = 0;
          Atomics.store(words, STATE, EMPTY);
          Atomics.notify(words, STATE);
        }
        return part.length;
      },
    },
    blocker: {
      suspends: false,
      pause(milliseconds, events) {
        if (events.length === 0) return clock.pause(milliseconds, events);
        Atomics.wait(words, STATE, EMPTY, milliseconds);
      },
    },
    close: () => void reader?.terminate(),
  };
}
