export type { CallOptions, Channel } from "./channel.ts";
export { decodeFrame, encodeFrame, VERSION, type Frame } from "./frame.ts";
export * as TYPE from "./frame-types.ts";
export { MessageChannelClient, type Carrier } from "./message-channel.ts";
export { portChannel, servePort, type Port } from "./port.ts";
export { remoteFiles } from "./remote-files.ts";
export { FileServer } from "./serve-files.ts";
export { makeRing, ringChannel, serveRing } from "./ring.ts";
