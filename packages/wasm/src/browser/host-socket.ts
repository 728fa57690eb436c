import { ProgramError } from "../core/program.ts";
import type { Frame } from "../protocol/frame.ts";
import { MessageChannelClient } from "../protocol/message-channel.ts";

/** Opens a channel to the host's files. `onFrame` gets what the host sends by itself. @throws ProgramError */
export async function connectHost(address: URL, onFrame?: (frame: Frame) => void): Promise<MessageChannelClient> {
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new ProgramError("Cannot reach the host")));
  });
  const channel = new MessageChannelClient({ send: (frame) => socket.send(frame) }, onFrame);
  socket.addEventListener("message", ({ data }) => channel.receive(new Uint8Array(data as ArrayBuffer)));
  socket.addEventListener("close", () => channel.close());
  await channel.hello();
  return channel;
}
