import type { Handle } from "../../backend.ts";
import { fail } from "../../fs-error.ts";
import type { Allow } from "./fetch-handle.ts";
import { Incoming } from "./incoming.ts";
import { jsonRecord, parseRecord, Records } from "./records.ts";
import { encodeUtf8 } from "../../utf8.ts";

/**
 * One connection. The program writes a record `{url, protocols}` and reads a record `{protocol}`, or `{error}`. After that every write is
 * one binary message, and what it reads are the bytes of the messages that come, one after the other.
 */
export function websocketHandle(Socket: typeof WebSocket, allow: Allow): Handle {
  const records = new Records();
  const incoming = new Incoming();
  let socket: WebSocket | undefined;
  let open = false;

  function refuse(error: string): void {
    incoming.push(jsonRecord({ error }));
    incoming.end();
  }

  function connect(request: Readonly<Record<string, unknown>>): void {
    const { url, protocols = [] } = request as { url: string; protocols?: string[] };
    try {
      if (!allow(new URL(url))) return refuse(`the host does not let this program reach "${url}"`);
      socket = new Socket(url, protocols);
    } catch (error) {
      return refuse((error as Error).message);
    }
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      open = true;
      incoming.push(jsonRecord({ protocol: socket?.protocol }));
    });
    socket.addEventListener("message", ({ data }: MessageEvent<ArrayBuffer | string>) => {
      incoming.push(typeof data === "string" ? encodeUtf8(data) : new Uint8Array(data));
    });
    socket.addEventListener("close", ({ code, wasClean }) => {
      if (open) incoming.end(!wasClean);
      else refuse(`cannot connect to "${url}" (code ${code})`);
      open = false;
    });
  }

  return {
    read: (into) => incoming.read(into),
    pending: () => incoming.pending(),
    write(from) {
      if (socket === undefined) {
        const [record] = records.push(from);
        if (record !== undefined) connect(parseRecord(record));
      } else {
        if (!open) fail("EPIPE");
        // The bytes are the program's memory and are sent later.
        socket.send(from.slice());
      }
      return from.length;
    },
    size: () => 0,
    close() {
      socket?.close();
      incoming.end();
    },
  };
}
