/** Runs the program for the dev page: in a worker, or in the frame that shows the program's own page. */
import { compile } from "../../core/compile.ts";
import { ProgramError } from "../../core/program.ts";
import { TRAP_FRAMES, TRAPPED } from "../../core/trap.ts";
import { runGo } from "../../gojs/run-go.ts";
import { servePort } from "../../protocol/port.ts";
import { remoteFiles } from "../../protocol/remote-files.ts";
import { FileServer } from "../../protocol/serve-files.ts";
import { memory } from "../../vfs/backends/memory.ts";
import type { Backend } from "../../vfs/backend.ts";
import { Pipe } from "../../vfs/pipe.ts";
import { Vfs } from "../../vfs/vfs.ts";
import { connectHost } from "../host-socket.ts";
import type { RunSpec } from "../run-spec.ts";
import type { FromRunner, ReadyMessage, StartMessage, ToRunner } from "./messages.ts";

/** Runs the program that is served under `base`. */
async function run({ base, args }: StartMessage, streams: MessagePort, filesPort: MessagePort): Promise<void> {
  const send = (message: FromRunner): void => streams.postMessage(message, []);
  const stdin = new Pipe();
  try {
    const spec = (await (await fetch(new URL("run.json", base))).json()) as RunSpec;
    const mounts = await mountHost(spec, new URL("socket", base));
    const root = mounts.find(({ guest }) => guest === "/") ?? { guest: "/", backend: memory() };
    const others = mounts.filter((mount) => mount !== root);
    const files = new Vfs(root.backend);
    for (const { guest, backend } of others) await files.mount(guest, backend);
    servePort(filesPort, new FileServer([root, ...others].map(({ backend }) => backend)));
    const module = await compile(new URL(`program.wasm?${Date.now()}`, base));
    const output = (stream: "stdout" | "stderr") => (bytes: Uint8Array) => send({ stream, bytes: bytes.slice() });
    const { name, env, cwd } = spec;
    const options = { name, args, env, cwd, files, stdin, stdout: output("stdout"), stderr: output("stderr") };
    const program = await runGo(module, options);
    // Now the program has its /tmp and /dev.
    send({ roots: [root, ...others].map(({ guest }) => guest) });
    streams.addEventListener("message", ({ data }: MessageEvent<ToRunner>) => {
      if ("stdin" in data) stdin.push(data.stdin);
      else if ("end" in data) stdin.end();
      else program.stop();
    });
    streams.start();
    send({ exit: await program.exited });
  } catch (error) {
    const { stack, message } = error as Error;
    if (error instanceof ProgramError) send({ stream: "stderr", bytes: new TextEncoder().encode(`${message}\n`) });
    else send({ trap: stack ?? message });
    send({ exit: TRAPPED });
  }
}

async function mountHost({ mounts }: RunSpec, socket: URL): Promise<{ guest: string; backend: Backend }[]> {
  if (mounts.length === 0) return [];
  const channel = await connectHost(socket);
  return mounts.map(({ guest, ino }, index) => ({
    guest,
    backend: remoteFiles(channel, { id: index + 1, ino: BigInt(ino) }),
  }));
}

(Error as { stackTraceLimit?: number }).stackTraceLimit = TRAP_FRAMES;

addEventListener("message", (event: MessageEvent<StartMessage>) => {
  const { data, ports, source } = event;
  const inFrame = typeof document !== "undefined";
  // In a frame, messages of other pages arrive here too.
  if (data?.slipway !== "start" || (inFrame && source !== parent)) return;
  void run(data, ports[0] as MessagePort, ports[1] as MessagePort);
});

if (typeof document !== "undefined") {
  const ready: ReadyMessage = { slipway: "ready" };
  if (parent === self) void alone();
  else parent.postMessage(ready, location.origin);
}

/** The program's page without the dev page around it: output goes to the console. */
async function alone(): Promise<void> {
  const streams = new MessageChannel();
  const decoder = new TextDecoder();
  streams.port1.addEventListener("message", ({ data }: MessageEvent<FromRunner>) => {
    if ("stream" in data) console[data.stream === "stdout" ? "log" : "error"](decoder.decode(data.bytes));
    else if ("trap" in data) console.error(data.trap);
    else if ("exit" in data && data.exit !== 0) console.error(`The program ended with ${data.exit}`);
  });
  streams.port1.start();
  const start: StartMessage = { slipway: "start", base: new URL("/-/", location.href).href, args: [] };
  await run(start, streams.port2, new MessageChannel().port1);
}
