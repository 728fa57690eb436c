import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** RFC 6455, section 1.3. */
const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const CONTINUATION = 0;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** The longest message taken; longer ones close the connection (code 1009). */
const MAXIMUM = 1 << 25;

/** One accepted connection. Messages are binary. */
export interface Socket {
  send(message: Uint8Array): void;
  close(code?: number): void;
  /** Ends the connection without waiting for the client. */
  destroy(): void;
}

/** What happens on a connection. */
export interface SocketEvents {
  message(message: Uint8Array): void;
  closed(): void;
}

/**
 * Accepts a WebSocket on an HTTP upgrade (RFC 6455, section 4.2), for binary messages only and without extensions: the host's
 * side of a run has one client, which is ours.
 *
 * @returns undefined, with the connection refused, when the request is no WebSocket handshake
 */
export function acceptSocket(
  request: IncomingMessage,
  stream: Duplex,
  head: Uint8Array,
  events: (socket: Socket) => SocketEvents,
): Socket | undefined {
  const key = request.headers["sec-websocket-key"];
  if (key === undefined || request.headers["sec-websocket-version"] !== "13") {
    stream.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    return undefined;
  }
  const accept = createHash("sha1")
    .update(key + MAGIC)
    .digest("base64");
  stream.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  if ("setNoDelay" in stream) (stream as unknown as { setNoDelay(on: boolean): void }).setNoDelay(true);
  let open = true;
  const socket: Socket = {
    send(message) {
      if (open) stream.write(frame(BINARY, message));
    },
    close(code = 1000) {
      if (!open) return;
      open = false;
      stream.end(frame(CLOSE, Uint8Array.of(code >> 8, code & 255)));
    },
    destroy: () => void stream.destroy(),
  };
  const handlers = events(socket);
  const parser = new Parser((code, payload) => {
    if (code === BINARY) handlers.message(payload);
    else if (code === PING) stream.write(frame(PONG, payload));
    else if (code === CLOSE) socket.close();
  });
  const take = (chunk: Uint8Array): void => {
    const problem = open ? parser.push(chunk) : undefined;
    if (problem !== undefined) socket.close(problem);
  };
  stream.on("data", take);
  stream.on("error", () => stream.destroy());
  // A server's stream stays half open when the client ends it, and would never close.
  stream.on("end", () => stream.end());
  stream.on("close", () => {
    open = false;
    handlers.closed();
  });
  if (head.length > 0) take(head);
  return socket;
}

/** A frame from the server: never masked, never in pieces. */
function frame(code: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = new Uint8Array(header + length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x80 | code);
  if (header === 2) view.setUint8(1, length);
  else if (header === 4) {
    view.setUint8(1, 126);
    view.setUint16(2, length);
  } else {
    view.setUint8(1, 127);
    view.setBigUint64(2, BigInt(length));
  }
  bytes.set(payload, header);
  return bytes;
}

/** Cuts a stream of masked client frames into messages (RFC 6455, section 5). */
class Parser {
  readonly #deliver: (code: number, payload: Uint8Array) => void;
  #chunks: Uint8Array[] = [];
  #length = 0;
  #parts: Uint8Array[] = [];
  #partsLength = 0;
  /** Where the frame at the front ends, once its header is known: no work is done before that many bytes have come. */
  #needed = 2;

  constructor(deliver: (code: number, payload: Uint8Array) => void) {
    this.#deliver = deliver;
  }

  /** Takes bytes. Returns a close code when the client broke the protocol. */
  push(chunk: Uint8Array): number | undefined {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#needed) {
      const problem = this.#parse(this.#joined());
      if (problem !== undefined) return problem;
      if (this.#needed > this.#length) return undefined;
    }
    return undefined;
  }

  #joined(): Uint8Array {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] as Uint8Array;
  }

  #parse(bytes: Uint8Array): number | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const first = view.getUint8(0);
    const second = view.getUint8(1);
    const short = second & 127;
    const lengthEnd = short === 127 ? 10 : short === 126 ? 4 : 2;
    // A client's frame is always masked, and there are no extensions that could use the reserved bits.
    if ((second & 128) === 0 || (first & 0x70) !== 0) return 1002;
    this.#needed = lengthEnd + 4;
    if (this.#length < this.#needed) return undefined;
    const length = short === 127 ? Number(view.getBigUint64(2)) : short === 126 ? view.getUint16(2) : short;
    if (length + this.#partsLength > MAXIMUM) return 1009;
    const start = lengthEnd + 4;
    this.#needed = start + length;
    if (this.#length < this.#needed) return undefined;
    const mask = bytes.subarray(lengthEnd, start);
    const payload = bytes.slice(start, start + length);
    for (let index = 0; index < length; index++)
      payload[index] = (payload[index] as number) ^ (mask[index & 3] as number);
    this.#chunks = [bytes.subarray(start + length)];
    this.#length = bytes.length - start - length;
    this.#needed = 2;
    return this.#message(first, payload);
  }

  #message(first: number, payload: Uint8Array): number | undefined {
    const code = first & 15;
    const final = (first & 128) !== 0;
    if (code >= CLOSE) {
      if (!final) return 1002;
      this.#deliver(code, payload);
      return undefined;
    }
    const begun = this.#parts.length > 0;
    if (code === CONTINUATION ? !begun : begun || code !== BINARY) return code === 1 ? 1003 : 1002;
    this.#parts.push(payload);
    this.#partsLength += payload.length;
    if (!final) return undefined;
    const whole = this.#parts.length === 1 ? payload : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partsLength = 0;
    this.#deliver(BINARY, whole);
    return undefined;
  }
}
