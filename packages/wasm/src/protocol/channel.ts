import type { Later } from "../vfs/steps.ts";
import type { Frame } from "./frame.ts";

/** What a request may come with. */
export interface CallOptions {
  /**
   * How many bytes the payload of the reply may have, where that is many: the channel can then have it put into a buffer that was used
   * before.
   */
  readonly room?: number;
  /** Gives the request up: it fails with ECANCELED, and the other side is told. Over shared memory nothing can come in between. */
  readonly signal?: AbortSignal;
}

/** Asks the other side and gets its reply: at once over shared memory, later over messages. */
export interface Channel {
  /** Whether replies come at once. */
  readonly sync: boolean;
  /** @throws the error that the other side replied with, EPROTO for a reply that is none, EPIPE when the channel is closed */
  call(type: number, argument: number, payload?: Uint8Array, options?: CallOptions): Later<Frame>;
  /** Takes a reply back that is not looked at any more, for its buffer: its payload is written over. */
  recycle?(reply: Frame): void;
  /** Sends what has no reply. */
  send(type: number, argument: number, payload?: Uint8Array): void;
}
