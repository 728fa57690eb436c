/**
 * The browser's side of a run for a host: loads the program that the host serves, mounts the host's directories over a socket,
 * runs it, and passes its streams and exit code back. The page and its worker both load this module.
 */
import { compile } from "../core/compile.ts";
import { detectKind } from "../core/detect-kind.ts";
import { invoke } from "../core/invoke.ts";
import { ownRoot } from "../core/own-root.ts";
import { ProgramError } from "../core/program.ts";
import { TRAP_FRAMES, TRAPPED } from "../core/trap.ts";
import { runGo } from "../gojs/run-go.ts";
import type { Channel } from "../protocol/channel.ts";
import * as TYPE from "../protocol/frame-types.ts";
import { remoteFiles } from "../protocol/remote-files.ts";
import { memory, type Memory } from "../vfs/backends/memory.ts";
import { Pipe } from "../vfs/pipe.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { Vfs } from "../vfs/vfs.ts";
import { connectHost } from "./host-socket.ts";
import { BEAT, type RunSpec } from "./run-spec.ts";
import { xhrChannel } from "./xhr-channel.ts";

/** Bytes of output in one message; the host takes no message as long as a program's writes may be. */
const PIECE = 1 << 20;

/** What the page hands its worker. */
interface Job {
  readonly base: string;
  readonly module: WebAssembly.Module;
}

/**
 * Runs what the host serves under `base`. A program that uses `syscall/js` runs in the page, where the document is and the stack is twice a
 * worker's; a wasip1 program runs in a worker, where it holds up nobody when it computes.
 */
export async function runPage(base: URL, worker: URL): Promise<void> {
  const module = await compile(new URL("program.wasm", base));
  const kind = detectKind(module);
  if (kind === "gojs" || kind === "tinygo") {
    await runProgram(base, module);
    return;
  }
  const thread = new Worker(worker, { type: "module" });
  thread.addEventListener("error", ({ message }) => reportError(new ProgramError(`Worker: ${message}`)));
  const job: Job = { base: base.href, module };
  thread.postMessage(job, []);
}

async function runProgram(base: URL, module: WebAssembly.Module): Promise<void> {
  (Error as { stackTraceLimit?: number }).stackTraceLimit = TRAP_FRAMES;
  const { channel, stdin } = await connect(new URL("socket", base));
  const output = (type: number) => (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += PIECE) channel.send(type, 0, bytes.subarray(at, at + PIECE));
  };
  let code: number;
  try {
    const spec = (await (await fetch(new URL("run.json", base))).json()) as RunSpec;
    const root = memory();
    const files = await mountAll(spec, channel, root);
    // A page may wait for an answer in one way only, and `process.chdir` must.
    const syncFiles = await mountAll(spec, xhrChannel(new URL("frame", base)), root);
    const { name, args, env, cwd, invoke: call } = spec;
    if (spec.watched === true) {
      channel.send(TYPE.CREDIT, 0);
      setInterval(() => channel.send(TYPE.CREDIT, 0), BEAT);
    }
    const streams = { stdin, stdout: output(TYPE.STDOUT), stderr: output(TYPE.STDERR) };
    const running = await runGo(module, { name, args, env, cwd, files, syncFiles, alone: true, ...streams });
    // Where the call fails, the program ended meanwhile, and how is what `exited` tells.
    if (call !== undefined) streams.stdout(encodeUtf8(await invoke(running, call).catch(() => "")));
    code = await running.exited;
  } catch (error) {
    const { stack, message } = error as Error;
    const refused = error instanceof ProgramError;
    output(refused ? TYPE.STDERR : TYPE.TRAP)(new TextEncoder().encode(refused ? `${message}\n` : (stack ?? message)));
    code = TRAPPED;
  }
  channel.send(TYPE.EXIT, code);
}

async function mountAll({ mounts }: RunSpec, channel: Channel, top: Memory): Promise<Vfs> {
  const backends = mounts.map(({ guest, ino }, index) => ({
    guest,
    backend: remoteFiles(channel, { id: index + 1, ino: BigInt(ino) }),
  }));
  const root = backends.find(({ guest }) => guest === "/");
  const files = root === undefined ? ownRoot(top) : new Vfs(root.backend);
  for (const { guest, backend } of backends) if (guest !== "/") await files.mount(guest, backend);
  return files;
}

/** Input that tells the host how much of it was read, so that the host sends no more than is wanted. */
class HostInput extends Pipe {
  readonly #read: (count: number) => void;

  constructor(read: (count: number) => void) {
    super();
    this.#read = read;
  }

  override take(into: Uint8Array): number {
    const count = super.take(into);
    if (count > 0) this.#read(count);
    return count;
  }
}

async function connect(address: URL): Promise<{ readonly channel: Channel; readonly stdin: Pipe }> {
  const stdin = new HostInput((count) => channel.send(TYPE.CREDIT, count));
  const channel = await connectHost(address, ({ type, argument, payload }) => {
    if (type !== TYPE.STDIN) return;
    if (argument === 0) stdin.push(payload);
    else stdin.end();
  });
  return { channel, stdin };
}

if (typeof document === "undefined") {
  addEventListener(
    "message",
    ({ data }: MessageEvent<Job>) => {
      void runProgram(new URL(data.base), data.module);
    },
    { once: true },
  );
}
