import { decodeFrame } from "./frame.ts";
import { MessageChannelClient } from "./message-channel.ts";
import type { FileServer } from "./serve-files.ts";
import { stayAwake } from "./stay-awake.ts";

/** A `MessagePort`, a `Worker`, or the global scope of a worker. */
export interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  /** Ports of a `MessageChannel` have to be started. */
  start?(): void;
}

/** The asking side over a port: a program in a worker, say, whose files the page serves. @throws EPROTO when the other side speaks another version */
export async function portChannel(port: Port): Promise<MessageChannelClient> {
  const awake = stayAwake();
  const channel = new MessageChannelClient({
    transfers: true,
    send: (frame) => {
      port.postMessage(frame, [frame.buffer]);
      awake();
    },
  });
  port.addEventListener("message", ({ data }) => {
    if (data instanceof Uint8Array) channel.receive(data);
  });
  port.start?.();
  await channel.hello();
  return channel;
}

/** Answers what comes through a port. Messages that are no bytes are somebody else's; bytes that are no frame end the serving. */
export function servePort(port: Port, server: FileServer): void {
  const awake = stayAwake();
  let closed = false;

  async function serve(bytes: Uint8Array): Promise<void> {
    try {
      const reply = await server.answer(decodeFrame(bytes), new Uint8Array(bytes.buffer));
      if (reply !== undefined) port.postMessage(reply, [reply.buffer as ArrayBuffer]);
      awake();
    } catch {
      closed = true;
      void server.close();
    }
  }

  port.addEventListener("message", ({ data }) => {
    if (!closed && data instanceof Uint8Array) void serve(data);
  });
  port.start?.();
}
