import { threadBlocker } from "../blocking/thread.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import { ProgramError, type ProgramOptions, type Running } from "../core/program.ts";
import { ERRNO } from "../vfs/codes.ts";
import { GuestMemory } from "../wasi/guest-memory.ts";
import { openDescriptors } from "../wasi/open-descriptors.ts";
import { Exit } from "../wasi/system.ts";
import { wasip1 } from "../wasi/wasip1.ts";
import { goObject, type Awaited } from "./events.ts";
import { guestNode } from "./guest-node.ts";
import { References } from "./references.ts";
import { tinygoCalls } from "./tinygo-calls.ts";
import { instantiateWithTicks } from "./tinygo-ticks.ts";

/** The exports of a program for TinyGo's js target. */
interface TinyGoExports {
  readonly memory: WebAssembly.Memory;
  readonly _start?: () => void;
  readonly _initialize?: () => void;
  resume(): void;
  go_scheduler(): void;
}

const PREVIEW1 = "wasi_snapshot_preview1";

/**
 * Starts a program of TinyGo's js target (0.29 or later): `syscall/js` over the page's globals as in `runGojs`, and standard streams, files
 * and exit through preview1.
 *
 * A program that was built without an import of `proc_exit` has no way to tell that it is done: `exited` then waits for `stop`.
 *
 * @throws ProgramError when an import is missing
 */
export async function runTinyGo(module: WebAssembly.Module, options: ProgramOptions = {}): Promise<Running> {
  const { cwd = "/", name = "js", args = [], env = {}, preopens = ["/"], strict = false } = options;
  const files = await prepareFiles(options);
  const awaited: Awaited = { functions: 0, calls: 0 };
  const { globals, closeAll } = await guestNode(files, options, awaited);
  const descriptors = await openDescriptors(files, preopens, strict);
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  exited.catch(() => {});
  let ended = false;
  /** There is one wakeup under way at most: the scheduler asks for the next one when it has run. */
  let wakeup: { readonly timer: ReturnType<typeof setTimeout>; readonly due: number } | undefined;

  function end(): void {
    ended = true;
    clearTimeout(wakeup?.timer);
    closeAll();
    descriptors.closeAll();
  }

  function finish(code: number): void {
    if (ended) return;
    end();
    resolve(code);
  }

  /** Lets the program run. */
  function enter<T>(work: () => T): T | undefined {
    if (ended) throw new ProgramError("Cannot call the program: it exited");
    try {
      return work();
    } catch (error) {
      if (error instanceof Exit) {
        finish(error.code);
        return undefined;
      }
      end();
      reject(error);
      throw error;
    }
  }

  function wakeAfter(milliseconds: number): void {
    const due = performance.now() + milliseconds;
    if (wakeup !== undefined) {
      if (wakeup.due <= due) return;
      clearTimeout(wakeup.timer);
    }
    const run = (): void => {
      wakeup = undefined;
      if (!ended) enter(() => exports.go_scheduler());
    };
    wakeup = { timer: setTimeout(run, milliseconds), due };
  }

  const references = new References(goObject(() => enter(() => exports.resume())));
  const memory = new GuestMemory();
  const variables = Object.entries({ PWD: cwd, ...env }).map((pair) => pair.join("="));
  const shared = { memory, descriptors, vfs: files, args: [name, ...args], env: variables, strict };
  const wanted = WebAssembly.Module.imports(module).flatMap((one) => (one.module === PREVIEW1 ? one.name : []));
  const preview1 = await wasip1({ ...shared, blocker: threadBlocker() }, wanted);
  const calls: Record<string, (...values: never[]) => number> = {};
  for (const [call, run] of Object.entries(preview1)) {
    calls[call] = (...values) => {
      const result = run(...values);
      // TinyGo's scheduler cannot be suspended from outside.
      return result instanceof Promise ? ERRNO.ENOTSUP : result;
    };
  }
  const gojs = tinygoCalls({ memory: () => exports.memory, references, globals, wakeAfter });
  const imports = {
    ...options.imports,
    gojs: { ...gojs, ...options.imports?.["gojs"] },
    [PREVIEW1]: { ...calls, ...options.imports?.[PREVIEW1] },
  };
  const instance = await instantiateWithTicks(module, imports);
  const exports = instance.exports as unknown as TinyGoExports;
  memory.attach(exports.memory);
  // A trap here has already rejected `exited`, which is where callers look.
  try {
    enter(() => (exports._start ?? exports._initialize)?.());
  } catch {
    // Reported through `exited`.
  }
  return {
    exited,
    memory: exports.memory,
    call: async (method, ...values) => {
      const call = instance.exports[method];
      if (typeof call !== "function") throw new ProgramError(`Cannot call "${method}": the program does not export it`);
      return enter(() => call(...values) as unknown);
    },
    stop: (code = 130) => finish(code),
  };
}
