import type { Later } from "../vfs/steps.ts";
import type { Frame } from "./frame.ts";

/** Asks the other side and gets its reply: at once over shared memory, later over messages. */
export interface Channel {
  /** Whether replies come at once. */
  readonly sync: boolean;
  /** @throws the error that the other side replied with, EPROTO for a reply that is none, EPIPE when the channel is closed */
  call(type: number, argument: number, payload?: Uint8Array): Later<Frame>;
  /** Sends what has no reply. */
  send(type: number, argument: number, payload?: Uint8Array): void;
}
