import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RunSpec } from "../browser/run-spec.ts";
import { ProgramError } from "../core/program.ts";
import * as TYPE from "../protocol/frame-types.ts";
import { decodeFrame, encodeFrame, type Frame } from "../protocol/frame.ts";
import { FileServer } from "../protocol/serve-files.ts";
import { nodeFiles } from "./node-files.ts";
import { findBrowserModules, readModule } from "./browser-modules.ts";
import type { HostMount, HostStreams, RunRequest } from "./shapes.ts";
import { acceptSocket, type Socket, type SocketEvents } from "./websocket.ts";

/** A run that waits for a browser. */
export interface RunHost {
  /** The page to open. Its secret part is what keeps other pages and users of the machine away from the mounted files. */
  readonly url: string;
  /** The program's exit code. It rejects when the page goes away first. */
  readonly exited: Promise<number>;
  close(): Promise<void>;
}

/** Serves one program and the host's directories to one page on 127.0.0.1. */
export async function serveRun(request: RunRequest, streams: HostStreams): Promise<RunHost> {
  const { mounts = [], env = {} } = request;
  const secret = randomBytes(16).toString("hex");
  const backends = mounts.map((mount) => nodeFiles(mount.host, mount));
  const spec: RunSpec = {
    name: path.basename(request.program),
    args: request.args ?? [],
    env,
    cwd: request.cwd ?? env["PWD"] ?? "/",
    mounts: mounts.map((mount, index) => ({ guest: guestPath(mount), ino: String(backends[index]?.root.ino) })),
    ...(request.invoke && { invoke: request.invoke }),
    ...(request.watch && { watched: true }),
  };
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  exited.catch(() => {});
  let socket: Socket | undefined;
  const files = new FileServer(backends);

  function explain(payload: Uint8Array): Uint8Array {
    const stack = new TextDecoder().decode(payload);
    return new TextEncoder().encode(request.explainTrap?.(stack) ?? `${stack}\n`);
  }

  function connected(accepted: Socket): SocketEvents {
    const allow = feed(streams.stdin, accepted);
    let running = false;
    return {
      message(bytes) {
        const frame = decodeFrame(bytes);
        request.watch?.gaveWay();
        if (frame.type === TYPE.CREDIT) {
          if (!running) request.watch?.started();
          running = true;
          allow(frame.argument);
        } else if (frame.sequence === 0 && frame.type >= TYPE.STDOUT) received(frame);
        else void files.answer(frame).then((reply) => reply && accepted.send(reply));
      },
      closed() {
        reject(new ProgramError("The browser closed the page before the program ended"));
        void files.close();
      },
    };
  }

  function received({ type, argument, payload }: Frame): void {
    if (type === TYPE.STDOUT) {
      streams.stdout(payload);
      request.watch?.wrote(payload);
    } else if (type === TYPE.STDERR) streams.stderr(payload);
    else if (type === TYPE.TRAP) streams.stderr(explain(payload));
    else resolve(argument);
  }

  const server = createServer((incoming, response) => {
    void respond(incoming, response, { program: request.program, prefix: `/${secret}/`, spec, files });
  });
  server.on("upgrade", (incoming, stream, head) => {
    // One page, once: nobody else gets at the files, even one who learned the address.
    if (incoming.url !== `/${secret}/socket` || socket !== undefined) {
      stream.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    socket = acceptSocket(incoming, stream, head, connected);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${secret}/`,
    exited,
    async close() {
      socket?.close();
      socket?.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function guestPath({ guest }: HostMount): string {
  return /^[/.]*$/.test(guest) ? "/" : guest;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
}

/** Bytes of input that are sent before the program has read any; docs/wasm-protocol.md, CREDIT. */
const INPUT_WINDOW = 1 << 20;

/** Passes the host's input on as fast as it is read, and returns what takes the program's word for how much more it wants. */
function feed(stdin: Readable | undefined, socket: Socket): (more: number) => void {
  const end = (): void => socket.send(encodeFrame(TYPE.STDIN, 0, 1));
  if (stdin === undefined) {
    end();
    return () => {};
  }
  let credit = INPUT_WINDOW;
  stdin.on("data", (chunk: Uint8Array) => {
    socket.send(encodeFrame(TYPE.STDIN, 0, 0, chunk));
    credit -= chunk.length;
    if (credit <= 0) stdin.pause();
  });
  stdin.on("end", end);
  stdin.on("error", end);
  return (more) => {
    credit += more;
    if (credit > 0 && stdin.isPaused()) stdin.resume();
  };
}

interface Site {
  readonly program: string;
  readonly prefix: string;
  readonly spec: RunSpec;
  readonly files: FileServer;
}

const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>slipway wasm run</title>
<link rel="icon" href="data:,">
<script type="module">
  import { runPage } from "./m/MODULE";
  await runPage(new URL(location.href), new URL("./m/MODULE", location.href));
</script>
`;

async function respond(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  // With isolation headers the page has precise clocks and shared memory; nothing here depends on them.
  const headers = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-store",
  };
  const send = (type: string, body: string): void => {
    response.writeHead(200, { ...headers, "content-type": type }).end(body);
  };
  const name = pathname.startsWith(site.prefix) ? pathname.slice(site.prefix.length) : undefined;
  const modules = findBrowserModules();
  if (name === "") {
    send("text/html; charset=utf-8", PAGE.replaceAll("MODULE", modules.entry));
  } else if (name === "frame" && request.method === "POST") {
    const reply = await site.files.answer(decodeFrame(Buffer.concat(await request.toArray())));
    response.writeHead(200, headers).end(reply);
  } else if (name === "run.json") {
    send("application/json", JSON.stringify(site.spec));
  } else if (name === "program.wasm") {
    response.writeHead(200, { ...headers, "content-type": "application/wasm" });
    await pipeline(createReadStream(site.program), response).catch(() => response.destroy());
  } else {
    const text = name?.startsWith("m/") === true ? await readModule(modules, name.slice(2)) : undefined;
    if (text === undefined) response.writeHead(404, headers).end();
    else send("text/javascript; charset=utf-8", text);
  }
}
