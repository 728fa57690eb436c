import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { acceptSocket } from "../node/websocket.ts";

/** The server that the tests of the Go module's packages `fetch` and `websocket` ask for. */
export interface EchoServer {
  /** The variables that tell them where it is. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

export async function echoServer(): Promise<EchoServer> {
  const server = createServer((request, response) => {
    // Any page may ask, and may see everything.
    const headers = {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "*",
      "access-control-expose-headers": "*",
      "cross-origin-resource-policy": "cross-origin",
      "x-answer": "yes",
    };
    if (request.method === "OPTIONS") {
      response.writeHead(204, headers).end();
    } else if (request.url === "/echo") {
      response.writeHead(200, headers);
      response.write(`${request.method} ${request.headers["x-test"] ?? ""} `);
      request.pipe(response);
    } else if (request.url === "/big") {
      response.writeHead(200, headers);
      for (let sent = 0; sent < 3_000_000; sent += 100_000) response.write(new Uint8Array(100_000));
      response.end();
    } else if (request.url !== "/slow") {
      response.writeHead(404, headers).end("nothing here");
    }
  });
  server.on("upgrade", (request, stream, head) => {
    acceptSocket(request, stream, head, (socket) => ({
      message(bytes) {
        socket.send(bytes);
        if (request.url === "/bye") socket.close();
      },
      closed() {},
    }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { SLIPWAY_TEST_HTTP: `http://${place}`, SLIPWAY_TEST_WS: `ws://${place}` },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
