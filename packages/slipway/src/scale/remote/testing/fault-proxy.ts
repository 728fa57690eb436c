import { createServer as createHttpServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** What happens between us and a server that is all right. */
export type WireFault =
  | "cut"
  | "delay"
  | "500"
  | "429"
  | "wrong-bytes"
  | "wrong-upload"
  | "truncated"
  | "full"
  | "expired";

export const WIRE_FAULTS: readonly WireFault[] = [
  "cut",
  "delay",
  "500",
  "429",
  "wrong-bytes",
  "wrong-upload",
  "truncated",
  "full",
  "expired",
];

/** How a protocol says something instead of the server. */
export type Refusal =
  | { readonly status: number; readonly text: string }
  | { readonly grpcStatus: number; readonly text: string };

/** A proxy on the loopback. */
export interface FaultProxy {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Stands between a client and the server on `port`: `faults` is asked once a connection what happens to it. Bytes pass as they
 * are otherwise, so this serves HTTP and gRPC alike.
 *
 * @param random in [0, 1)
 */
export async function startFaultProxy(
  port: number,
  refusalOf: (fault: WireFault) => Refusal | undefined,
  faults: () => WireFault | undefined,
  random: () => number,
): Promise<FaultProxy> {
  const open = new Set<Socket>();
  let refusal: Refusal = { status: 500, text: "" };
  const http = createHttpServer((request, response) => {
    request.resume().on("error", () => undefined);
    if (!("status" in refusal)) return void request.socket.destroy();
    // An answer of whoever stands in the way ends the connection, so the next request is met anew.
    response.writeHead(refusal.status, { "content-length": Buffer.byteLength(refusal.text), connection: "close" });
    response.end(request.method === "HEAD" ? undefined : refusal.text);
  });
  const http2 = createHttp2Server();
  http2.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.resume();
    if ("status" in refusal) stream.respond({ ":status": refusal.status }, { endStream: true });
    else {
      const { grpcStatus, text } = refusal;
      const headers = { ":status": 200, "content-type": "application/grpc", "grpc-status": String(grpcStatus) };
      stream.respond({ ...headers, "grpc-message": text }, { endStream: true });
    }
    setTimeout(() => stream.session?.close(), 1);
  });
  const server = createServer((client) => {
    open.add(client);
    client.on("close", () => open.delete(client)).on("error", () => undefined);
    const fault = faults();
    const said = fault === undefined ? undefined : refusalOf(fault);
    if (said !== undefined) {
      refusal = said;
      const speaker = "grpcStatus" in said ? http2 : http;
      return void speaker.emit("connection", client);
    }
    if (fault === "delay") return void client.resume();
    const upstream = connect(port, "127.0.0.1");
    open.add(upstream);
    upstream.on("close", () => (open.delete(upstream), client.destroy())).on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
    // Anywhere: in the first headers, or deep in a large body.
    let left = Math.floor(2 ** (random() * 17));
    const meddle = (bytes: Buffer, to: Socket, from: Socket): void => {
      const at = left;
      left -= bytes.length;
      if (at < 0 || at >= bytes.length || fault === undefined) return void to.write(bytes);
      if (fault === "cut") return void from.destroy();
      if (fault === "truncated") return void to.end(bytes.subarray(0, at));
      const spoilt = Buffer.from(bytes);
      spoilt[at] = spoilt[at]! ^ 0x04;
      to.write(spoilt);
    };
    const isUp = fault === "wrong-upload";
    client.on("data", (bytes: Buffer) => (isUp ? meddle(bytes, upstream, client) : upstream.write(bytes)));
    upstream.on("data", (bytes: Buffer) => (isUp ? client.write(bytes) : meddle(bytes, client, upstream)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy();
      http.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
