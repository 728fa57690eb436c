import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { RunSpec } from "../browser/run-spec.ts";
import { decodeFrame } from "../protocol/frame.ts";
import { FileServer } from "../protocol/serve-files.ts";
import { devHtml, EMPTY_PAGE } from "./dev-html.ts";
import { nodeFiles } from "./node-files.ts";
import type { DevBuild, DevOptions, DevServer } from "./shapes.ts";
import { acceptSocket, type Socket } from "./websocket.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".wasm": "application/wasm",
};
/** The most of a trap's stack that is read. */
const MAXIMUM_STACK = 1 << 20;

/** Serves the dev page on 127.0.0.1, and to pages of this very address only. @throws the system's error, as EADDRINUSE */
export async function serveDev(options: DevOptions): Promise<DevServer> {
  const backends = options.mounts.map((mount) => nodeFiles(mount.host, mount));
  const spec: RunSpec = {
    name: options.title,
    args: [],
    env: options.env,
    cwd: options.cwd,
    mounts: options.mounts.map(({ guest }, index) => ({
      guest: /^[/.]*$/.test(guest) ? "/" : guest,
      ino: String(backends[index]?.root.ino),
    })),
  };
  const listeners = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  // A page that connects again is told the same, and must see that it is: a server that was started again has other ids.
  const started = randomBytes(8).toString("hex");
  let builds = 0;
  let last = "";
  const tell = (build: DevBuild): void => {
    builds += 1;
    last = `data: ${JSON.stringify({ ...build, id: `${started}-${builds}` })}\n\n`;
  };
  tell({ state: "building" });
  const server = createServer((request, response) => {
    if (!isOurs(request, server)) {
      response.writeHead(403).end("This page is for this machine's own browser only.\n");
      return;
    }
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname === "/-/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(last);
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
    } else void respond(request, response, { options, spec, pathname });
  });
  server.on("upgrade", (request, stream, head) => {
    if (request.url !== "/-/socket" || !isOurs(request, server) || request.headers.origin === undefined) {
      stream.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    const files = new FileServer(backends);
    const accepted = acceptSocket(request, stream, head, (socket) => ({
      message: (bytes) => void files.answer(decodeFrame(bytes)).then((reply) => reply && socket.send(reply)),
      closed() {
        sockets.delete(socket);
        void files.close();
      },
    }));
    if (accepted !== undefined) sockets.add(accepted);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    update(build) {
      tell(build);
      for (const response of listeners) response.write(last);
    },
    async close() {
      // Sockets are the server's connections no longer, and it waits for them all the same.
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/**
 * Whether a request was made to this address, by a page of it. Names that others point at 127.0.0.1, and pages of other
 * addresses, get neither the program nor the mounted files.
 */
function isOurs({ headers }: IncomingMessage, server: Server): boolean {
  const { port } = server.address() as AddressInfo;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  return host !== undefined && hosts.includes(host) && (origin === undefined || origin === `http://${host}`);
}

interface Asked {
  readonly options: DevOptions;
  readonly spec: RunSpec;
  readonly pathname: string;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { options, spec, pathname }: Asked,
): Promise<void> {
  const headers = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
  const send = (type: string, body: string | Uint8Array): void => {
    response.writeHead(200, { ...headers, "content-type": type }).end(body);
  };
  try {
    switch (pathname) {
      case "/":
        return send(TYPES[".html"]!, devHtml(options.title, options.args));
      case "/-/page.js":
        return send(TYPES[".js"]!, options.modules.page);
      case "/-/runner.js":
      case "/app/slipway.js":
        return send(TYPES[".js"]!, options.modules.runner);
      case "/-/run.json":
        return send("application/json", JSON.stringify(spec));
      case "/-/program.wasm":
        await stat(options.program);
        response.writeHead(200, { ...headers, "content-type": "application/wasm" });
        return await pipeline(createReadStream(options.program), response);
      case "/-/explain":
        return send("text/plain; charset=utf-8", options.explainTrap(await readSome(request)));
      default: {
        const file = pathname.startsWith("/app/") ? await pageFile(options.page, pathname.slice(5)) : undefined;
        if (file !== undefined) return send(file.type, file.body);
        response.writeHead(404, headers).end();
      }
    }
  } catch {
    // A program that is not built yet, or a page that went away.
    if (!response.headersSent) response.writeHead(404, headers);
    response.end();
  }
}

/** A file beside the program's page; links that lead elsewhere are not followed. */
async function pageFile(
  page: string | undefined,
  name: string,
): Promise<{ type: string; body: Uint8Array | string } | undefined> {
  if (page === undefined) return name === "" ? { type: TYPES[".html"]!, body: EMPTY_PAGE } : undefined;
  const folder = await realpath(path.dirname(page));
  const file = await realpath(name === "" ? page : path.join(folder, decodeURIComponent(name)));
  if (!file.startsWith(folder + path.sep)) return undefined;
  return { type: TYPES[path.extname(file)] ?? "application/octet-stream", body: await readFile(file) };
}

async function readSome(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MAXIMUM_STACK) break;
  }
  return text;
}
