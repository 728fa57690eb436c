import { instantiate } from "../core/instantiate.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import { ProgramError, type ProgramOptions, type Running } from "../core/program.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { goObject, type Awaited } from "./events.ts";
import { GoMemory } from "./go-memory.ts";
import { guestNode } from "./guest-node.ts";
import { jsCalls } from "./js-calls.ts";
import { References } from "./references.ts";
import { runtimeCalls } from "./runtime-calls.ts";

/** What the linker leaves for arguments and variables, from address 4096 (cmd/link, `wasmMinDataAddr`). */
const ARGUMENTS_START = 4096;
const ARGUMENTS_END = 4096 + 8192;

/** The exports of a js/wasm program. */
interface GoExports {
  readonly mem: WebAssembly.Memory;
  run(argc: number, argv: number): void;
  resume(): void;
  getsp(): number;
}

/**
 * Starts a GOOS=js program of Go 1.21 or later. It sees the page's own globals, except that `fs`, `process` and `path` are
 * its own, over its own files: the page's globals are never touched, so several programs can run side by side.
 *
 * @throws ProgramError when an import is missing, or the arguments and variables take more than 8 KB
 */
export async function runGojs(module: WebAssembly.Module, options: ProgramOptions = {}): Promise<Running> {
  const { name = "js", args = [], env = {} } = options;
  const files = await prepareFiles(options);
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  exited.catch(() => {});

  const awaited: Awaited = { functions: 0, calls: 0 };
  const { globals, fs, closeAll } = await guestNode(files, options, awaited, {
    // For the package bytesview of Slipway's Go module.
    slipwayMemory: { view: (at: number, length: number) => new Uint8Array(exports.mem.buffer, at, length) },
  });
  const go = goObject(() => resume(), awaited);
  let ended = false;
  /** How often the program is on the stack: it calls JavaScript that calls it. */
  let depth = 0;
  /** Whether Go code may have moved the stack since somebody asked where it is. */
  let moved = false;
  let asking: ReturnType<typeof setTimeout> | undefined;

  function finish(code: number): void {
    if (ended) return;
    ended = true;
    runtime.stop();
    closeAll();
    resolve(code);
  }

  function guard(work: () => void): void {
    if (ended) throw new ProgramError("Cannot call the program: it exited");
    depth++;
    try {
      work();
      if (options.alone === true && depth === 1) soon();
    } catch (error) {
      ended = true;
      runtime.stop();
      closeAll();
      reject(error);
      throw error;
    } finally {
      depth--;
    }
  }

  /** Asks, once the program has let go of the thread, whether anything can still call it. */
  function soon(): void {
    clearTimeout(asking);
    asking = setTimeout(() => {
      if (!ended && awaited.functions === 0 && awaited.calls === 0 && !runtime.ticking()) idle();
    });
  }

  function idle(): void {
    if (ended) return;
    // Event 0 makes Go's runtime look for runnable goroutines once more and report a deadlock.
    go._pendingEvent = { id: 0, this: undefined, args: [], result: undefined };
    resume();
  }

  function stack(sp: number): number {
    if (!moved) return sp;
    moved = false;
    return exports.getsp();
  }

  function resume(): void {
    guard(() => exports.resume());
    moved = true;
  }

  const references = new References(go);
  const memory = new GoMemory(references);
  const world = { memory, references };
  const runtime = runtimeCalls({ ...world, resume, exit: finish, write: (fd, bytes) => void fs.writeSync(fd, bytes) });
  const discreet = new Set<unknown>([go._makeFuncWrapper, fs["read"]]);
  const js = jsCalls({ ...world, stack, globals, discreet });

  const gojs: WebAssembly.ModuleImports = { debug: (value: unknown) => console.log(value) };
  for (const [key, call] of [...Object.entries(runtime.calls), ...Object.entries(js)]) {
    gojs[`${key in js ? "syscall/js" : "runtime"}.${key}`] = call;
  }
  const imports: WebAssembly.Imports = { ...options.imports, gojs: { ...gojs, ...options.imports?.["gojs"] } };
  const instance = await instantiate(module, imports);
  const exports = instance.exports as unknown as GoExports;
  memory.attach(exports.mem);

  const argv = placeArguments(memory.view, [name, ...args], env);
  // A trap here has already rejected `exited`, which is where callers look.
  try {
    guard(() => exports.run(args.length + 1, argv));
  } catch {
    // Reported through `exited`.
  }
  return {
    exited,
    memory: exports.mem,
    call: async (method, ...values) => {
      const call = instance.exports[method];
      if (typeof call !== "function") throw new ProgramError(`Cannot call "${method}": the program does not export it`);
      if (ended) throw new ProgramError("Cannot call the program: it exited");
      const result: unknown = call(...values);
      moved = true;
      return result;
    },
    stop: (code = 130) => finish(code),
    idle,
  };
}

/** Writes `argv` and the variables where Go's start-up code reads them. */
function placeArguments(view: DataView, argv: readonly string[], env: Readonly<Record<string, string>>): number {
  let at = ARGUMENTS_START;
  const place = (text: string): number => {
    const bytes = encodeUtf8(`${text}\0`);
    if (at + bytes.length > ARGUMENTS_END) throw tooLong();
    new Uint8Array(view.buffer, at, bytes.length).set(bytes);
    const address = at;
    at = Math.ceil((at + bytes.length) / 8) * 8;
    return address;
  };
  const variables = Object.keys(env)
    .sort()
    .map((key) => `${key}=${env[key]}`);
  const pointers = [...argv.map(place), 0, ...variables.map(place), 0];
  const start = at;
  if (start + pointers.length * 8 > ARGUMENTS_END) throw tooLong();
  pointers.forEach((pointer, index) => view.setBigUint64(start + index * 8, BigInt(pointer), true));
  return start;
}

function tooLong(): ProgramError {
  return new ProgramError(
    "Cannot start the program: its arguments and environment variables take more than 8192 bytes, the limit of GOOS=js; pass less, or build for wasip1",
  );
}
