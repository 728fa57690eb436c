import { threadBlocker } from "../blocking/thread.ts";
import { lifeOf } from "../core/life.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import type { ProgramOptions, Running } from "../core/program.ts";
import { ERRNO } from "../vfs/codes.ts";
import { mapValues } from "../vfs/map-values.ts";
import { GuestMemory } from "../wasi/guest-memory.ts";
import { openDescriptors } from "../wasi/open-descriptors.ts";
import { wasip1 } from "../wasi/wasip1.ts";
import { caller, enter } from "./enter.ts";
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

/** See `runTinyGo`. */
export async function startTinyGo(module: WebAssembly.Module, options: ProgramOptions): Promise<Running> {
  const { cwd = "/", name = "js", args = [], env = {}, preopens = ["/"], strict = false } = options;
  const files = await prepareFiles(options);
  const awaited: Awaited = { functions: 0, calls: 0 };
  const { globals, closeAll } = await guestNode(files, options, awaited);
  const descriptors = await openDescriptors(files, preopens, strict);
  const life = lifeOf(() => {
    clearTimeout(wakeup?.timer);
    closeAll();
    descriptors.closeAll();
  });
  /** There is one wakeup under way at most: the scheduler asks for the next one when it has run. */
  let wakeup: { readonly timer: ReturnType<typeof setTimeout>; readonly due: number } | undefined;

  function run<T>(work: () => T): T | undefined {
    return enter(life, work);
  }

  function wakeAfter(milliseconds: number): void {
    // A program that was stopped may still be on the stack.
    if (life.ended !== undefined) return;
    const due = performance.now() + milliseconds;
    if (wakeup !== undefined && wakeup.due <= due) return;
    clearTimeout(wakeup?.timer);
    const wake = (): void => {
      wakeup = undefined;
      run(() => exports.go_scheduler());
    };
    wakeup = { timer: setTimeout(wake, milliseconds), due };
  }

  const references = new References(goObject(() => run(() => exports.resume())));
  const memory = new GuestMemory();
  const variables = Object.entries({ PWD: cwd, ...env }).map((pair) => pair.join("="));
  const shared = { memory, descriptors, vfs: files, args: [name, ...args], env: variables, strict };
  const wanted = WebAssembly.Module.imports(module).flatMap((one) => (one.module === PREVIEW1 ? one.name : []));
  const preview1 = await wasip1({ ...shared, blocker: threadBlocker() }, wanted);
  const calls = mapValues(preview1, (call) => (...values: never[]) => {
    const result = call(...values);
    // TinyGo's scheduler cannot be suspended from outside.
    return result instanceof Promise ? ERRNO.ENOTSUP : result;
  });
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
    run(() => (exports._start ?? exports._initialize)?.());
  } catch {
    // Reported through `exited`.
  }
  return {
    exited: life.exited,
    memory: exports.memory,
    call: caller(instance.exports, life, run),
    stop: (code = 130) => life.end(code),
  };
}
