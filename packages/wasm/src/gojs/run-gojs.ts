import { instantiate } from "../core/instantiate.ts";
import { lifeOf } from "../core/life.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import type { ProgramOptions, Running } from "../core/program.ts";
import { encodeUtf8 } from "../vfs/utf8.ts";
import { caller, enter } from "./enter.ts";
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
  const { name = "js", args = [], env = {}, alone } = options;
  const files = await prepareFiles(options);
  const awaited: Awaited = { functions: 0, calls: 0 };
  const { globals, fs, closeAll } = await guestNode(files, options, awaited, {
    // For the package bytesview of Slipway's Go module.
    slipwayMemory: { view: (at: number, length: number) => new Uint8Array(exports.mem.buffer, at, length) },
  });
  const go = goObject(() => resume(), awaited);
  const life = lifeOf(() => {
    runtime.stop();
    closeAll();
  });
  /** How often the program is on the stack: it calls JavaScript that calls it. */
  let depth = 0;
  /** Whether Go code may have moved the stack since somebody asked where it is. */
  let moved = false;
  let asking: ReturnType<typeof setTimeout> | undefined;

  function run<T>(work: () => T): T | undefined {
    depth++;
    try {
      const result = enter(life, work);
      if (alone === true && depth === 1) soon();
      return result;
    } finally {
      depth--;
      moved = true;
    }
  }

  /** Asks, once the program has let go of the thread, whether anything can still call it. */
  function soon(): void {
    clearTimeout(asking);
    asking = setTimeout(() => {
      if (awaited.functions === 0 && awaited.calls === 0 && !runtime.ticking()) idle();
    });
  }

  function idle(): void {
    if (life.ended !== undefined) return;
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
    run(() => exports.resume());
  }

  const references = new References(go);
  const memory = new GoMemory(references);
  const world = { memory, references };
  const runtime = runtimeCalls({
    ...world,
    resume,
    exit: life.end,
    write: (fd, bytes) => void fs.writeSync(fd, bytes),
  });
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
  if (argv === undefined) throw (await import("../core/refusals.ts")).tooLong();
  // A trap here has already rejected `exited`, which is where callers look.
  try {
    run(() => exports.run(args.length + 1, argv));
  } catch {
    // Reported through `exited`.
  }
  return {
    exited: life.exited,
    memory: exports.mem,
    call: caller(instance.exports, life, run),
    stop: (code = 130) => life.end(code),
    idle,
  };
}

/** Writes `argv` and the variables where Go's start-up code reads them, and returns the address of the pointers, or undefined where they do not fit. */
function placeArguments(
  view: DataView,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): number | undefined {
  const variables = Object.keys(env)
    .sort()
    .map((key) => `${key}=${env[key]}`);
  let at = ARGUMENTS_START;
  const places = [...argv, undefined, ...variables, undefined].map((text) => {
    if (text === undefined) return { at: 0, bytes: new Uint8Array(0) };
    const place = { at, bytes: encodeUtf8(`${text}\0`) };
    at = Math.ceil((at + place.bytes.length) / 8) * 8;
    return place;
  });
  if (at + places.length * 8 > ARGUMENTS_END) return undefined;
  for (const [index, place] of places.entries()) {
    new Uint8Array(view.buffer).set(place.bytes, place.at);
    view.setBigUint64(at + index * 8, BigInt(place.at), true);
  }
  return at;
}
