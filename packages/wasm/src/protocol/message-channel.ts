import { fsErrorOf } from "../vfs/error-of-errno.ts";
import { fail, FsError } from "../vfs/fs-error.ts";
import type { CallOptions, Channel } from "./channel.ts";
import * as TYPE from "./frame-types.ts";
import { decodeFrame, encodeFrame, ERROR_BIT, HEADER, MAGIC, VERSION, type Frame } from "./frame.ts";
import { expectHello } from "./hello.ts";
import { PayloadReader, PayloadWriter } from "./payload.ts";
import { takeOver } from "./take-over.ts";

/** What carries frames: a worker's port, a WebSocket, anything ordered. `send` may take the buffer away. */
export interface Carrier {
  send(frame: Uint8Array<ArrayBuffer>): void;
  /**
   * The frame's buffer goes to the other side for good, and its replies come in it where they fit: requests that expect long ones are
   * then sent in buffers of earlier replies, so that a steady stream of them allocates nothing.
   */
  readonly transfers?: boolean;
}

/** From so many bytes on a reply is worth a buffer that was used before. */
const LONG = 4096;
/** Buffers of replies that are kept for the next requests. */
const SPARE = 4;

interface Waiting {
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
  readonly type: number;
}

/**
 * The asking side over messages. Requests beyond the window that the other side allowed in its HELLO wait here, so a slow
 * server is never flooded.
 */
export class MessageChannelClient implements Channel {
  readonly sync = false;
  readonly #carrier: Carrier;
  readonly #waiting = new Map<number, Waiting>();
  readonly #queue: { readonly send: () => void; readonly reject: (error: Error) => void }[] = [];
  readonly #onFrame: (frame: Frame) => void;
  readonly #used: ArrayBuffer[] = [];
  readonly #spare: ArrayBuffer[] = [];
  #credit = 1;
  #lastSequence = 0;
  #closed: Error | undefined;

  /** `onFrame` gets the frames that answer nothing: input, and whatever else the other side starts. */
  constructor(carrier: Carrier, onFrame: (frame: Frame) => void = () => {}) {
    this.#carrier = carrier;
    this.#onFrame = onFrame;
  }

  /** Agrees on the version and learns the window. @throws EPROTO when the other side speaks another version */
  async hello(): Promise<void> {
    const reply = await this.call(TYPE.HELLO, 0, new PayloadWriter().u32(MAGIC).u32(VERSION).done());
    this.#credit += windowOf(reply.payload) - 1;
    this.#flush();
  }

  call(type: number, argument: number, payload?: Uint8Array, options: CallOptions = {}): Promise<Frame> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    const { promise, resolve, reject } = Promise.withResolvers<Frame>();
    const { room = 0, signal } = options;
    const send = (): void => {
      if (signal?.aborted === true) {
        reject(new FsError("ECANCELED"));
        this.#credit++;
        return;
      }
      const sequence = this.#nextSequence();
      // The reply still comes, with ECANCELED or with what was done by then.
      signal?.addEventListener("abort", () => {
        if (this.#waiting.get(sequence)?.reject === reject) this.send(TYPE.CANCEL, sequence);
      });
      this.#waiting.set(sequence, { resolve, reject, type });
      const buffer = this.#carrier.transfers === true && room >= LONG ? this.#buffer(HEADER + room) : undefined;
      this.#carrier.send(encodeFrame(type, sequence, argument, payload, buffer));
      this.#clean();
    };
    this.#queue.push({ send, reject });
    this.#flush();
    return promise;
  }

  #buffer(length: number): ArrayBuffer {
    const at = this.#spare.findIndex(({ byteLength }) => byteLength >= length);
    // Where none fits, one makes room for a longer one.
    const [found] = this.#spare.splice(Math.max(0, at), 1);
    return at < 0 ? new ArrayBuffer(length) : (found as ArrayBuffer);
  }

  recycle({ payload }: Frame): void {
    if (this.#carrier.transfers === true && payload.length >= LONG) this.#used.push(payload.buffer as ArrayBuffer);
  }

  /** Makes used buffers ready while the other side is at work. */
  #clean(): void {
    for (const buffer of this.#used.splice(0)) {
      if (this.#spare.length >= SPARE) return;
      takeOver(new Uint8Array(buffer));
      this.#spare.push(buffer);
    }
  }

  send(type: number, argument: number, payload?: Uint8Array): void {
    if (this.#closed === undefined) this.#carrier.send(encodeFrame(type, 0, argument, payload));
  }

  /** Takes a frame that arrived. @throws EPROTO for bytes that are none */
  receive(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if (frame.sequence === 0) {
      this.#onFrame(frame);
      return;
    }
    const waiting = this.#waiting.get(frame.sequence);
    if (waiting === undefined) fail("EPROTO", `reply ${frame.sequence} to no request`);
    this.#waiting.delete(frame.sequence);
    this.#credit++;
    const problem = errorIn(frame, waiting.type);
    if (problem === undefined) waiting.resolve(frame);
    else waiting.reject(problem);
    this.#flush();
  }

  /** Ends the channel: everything that waits fails. */
  close(error: Error = new FsError("EPIPE", "the channel is closed")): void {
    this.#closed = error;
    for (const { reject } of [...this.#waiting.values(), ...this.#queue.splice(0)]) reject(error);
    this.#waiting.clear();
  }

  #nextSequence(): number {
    do {
      this.#lastSequence = (this.#lastSequence % 0xffff_ffff) + 1;
    } while (this.#waiting.has(this.#lastSequence));
    return this.#lastSequence;
  }

  #flush(): void {
    while (this.#credit > 0) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#credit--;
      next.send();
    }
  }
}

/** What is wrong with a reply to a request of type `asked`, if anything. */
export function errorIn({ type, payload }: Frame, asked: number): Error | undefined {
  if (type === asked) return undefined;
  if (type !== (asked | ERROR_BIT) >>> 0) return new FsError("EPROTO", `reply of type ${type} to ${asked}`);
  const reader = new PayloadReader(payload);
  return fsErrorOf(reader.u32(), reader.string());
}

/** The window that a HELLO allows. @throws EPROTO */
export function windowOf(payload: Uint8Array): number {
  const reader = new PayloadReader(payload);
  expectHello(reader);
  const window = reader.u32();
  reader.end();
  if (window === 0) fail("EPROTO", "window of 0");
  return window;
}
