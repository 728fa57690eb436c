import { fail } from "../vfs/fs-error.ts";
import type { Channel } from "./channel.ts";
import * as TYPE from "./frame-types.ts";
import { decodeFrame, encodeFrame, HEADER, MAXIMUM_PAYLOAD, type Frame } from "./frame.ts";
import { errorIn } from "./message-channel.ts";
import type { FileServer } from "./serve-files.ts";
import { AWAKE, Patience, stayAwake } from "./stay-awake.ts";
import { takeOver } from "./take-over.ts";

/** States of word 0; see docs/wasm-protocol.md, "In shared memory". */
const IDLE = 0;
const REQUEST = 1;
const REPLY = 2;
const CLOSED = 3;
/** Bytes before the frame. */
const PREFIX = 16;
/** Room for the longest READ or WRITE and its header. */
const SIZE = PREFIX + HEADER + 16 + (1 << 20);

/** Makes the memory that the two threads share. */
export function makeRing(): SharedArrayBuffer {
  return new SharedArrayBuffer(SIZE);
}

/**
 * The asking side in shared memory: it sleeps until the answer is there, so a program over it needs no engine that can suspend
 * WebAssembly. Only threads that may sleep can use it: workers, and Node.
 */
export function ringChannel(memory: SharedArrayBuffer): Channel {
  const words = new Int32Array(memory, 0, 4);
  const bytes = new Uint8Array(memory, PREFIX);
  const patience = new Patience();
  let sequence = 0;

  /** The reply is in the ring: it is good until the next request. */
  function exchange(frame: Uint8Array): Uint8Array {
    if (frame.length > bytes.length) fail("EPROTO", `frame of ${frame.length} bytes in a ring`);
    if (Atomics.load(words, 0) === CLOSED) fail("EPIPE", "the ring is closed");
    bytes.set(frame);
    words[1] = frame.length;
    Atomics.store(words, 0, REQUEST);
    Atomics.notify(words, 0);
    // Awake at first, as the other side is: most answers come before a thread could sleep and be woken.
    if (patience.worthIt()) {
      for (const until = performance.now() + AWAKE; Atomics.load(words, 0) === REQUEST && performance.now() < until;);
      patience.learn(Atomics.load(words, 0) !== REQUEST);
    }
    while (Atomics.load(words, 0) === REQUEST) Atomics.wait(words, 0, REQUEST);
    if (Atomics.load(words, 0) === CLOSED) fail("EPIPE", "the ring is closed");
    const length = Math.min(words[1], bytes.length);
    Atomics.store(words, 0, IDLE);
    return bytes.subarray(0, length);
  }

  function call(type: number, argument: number, payload?: Uint8Array): Frame {
    sequence = (sequence % 0xffff_ffff) + 1;
    const reply = exchange(encodeFrame(type, sequence, argument, payload));
    // Bytes are copied to where they belong at once; anything else is decoded, which engines refuse over shared memory.
    const frame = decodeFrame(type === TYPE.READ && reply[3] === 0 ? reply : reply.slice());
    if (frame.sequence !== sequence) fail("EPROTO", `reply ${frame.sequence} to request ${sequence}`);
    const problem = errorIn(frame, type);
    if (problem !== undefined) throw problem;
    return frame;
  }

  function send(type: number, argument: number, payload?: Uint8Array): void {
    exchange(encodeFrame(type, 0, argument, payload));
  }

  return { sync: true, call, send, recycle: ({ payload }) => takeOver(payload) };
}

/**
 * Answers what comes through a ring until it is closed. It never sleeps, so a page's main thread can serve.
 *
 * @returns what closes the ring: the asking side then fails with EPIPE
 */
export function serveRing(memory: SharedArrayBuffer, server: FileServer): () => void {
  const words = new Int32Array(memory, 0, 4);
  const bytes = new Uint8Array(memory, PREFIX);
  const awake = stayAwake();

  async function serve(): Promise<void> {
    for (;;) {
      const state = Atomics.load(words, 0);
      if (state === CLOSED) return;
      if (state !== REQUEST) {
        const waiting = Atomics.waitAsync(words, 0, state);
        if (waiting.async) await waiting.value;
        continue;
      }
      const length = Math.min(words[1] as number, HEADER + MAXIMUM_PAYLOAD, bytes.length);
      let reply: Uint8Array | undefined;
      try {
        reply = await server.answer(decodeFrame(bytes.slice(0, length)), bytes);
      } catch {
        close();
        return;
      }
      if (reply !== undefined && reply.buffer !== memory) bytes.set(reply);
      words[1] = reply?.length ?? 0;
      Atomics.compareExchange(words, 0, REQUEST, REPLY);
      Atomics.notify(words, 0);
      awake();
    }
  }

  function close(): void {
    Atomics.store(words, 0, CLOSED);
    Atomics.notify(words, 0);
  }

  void serve();
  return close;
}
