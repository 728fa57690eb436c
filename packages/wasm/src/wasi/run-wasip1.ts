import { findJspi, type Blocker, type Jspi } from "../blocking/blocker.ts";
import { JSPI } from "../blocking/jspi.ts";
import { instantiate } from "../core/instantiate.ts";
import { isGo } from "../core/is-go.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import type { Ended, ProgramOptions, Running } from "../core/program.ts";
import type { Descriptors } from "./descriptors.ts";
import { GuestMemory } from "./guest-memory.ts";
import { openDescriptors } from "./open-descriptors.ts";
import { Exit } from "./system.ts";
import { wasip1, type Import } from "./wasip1.ts";

/** The import module of preview1. */
const MODULE = "wasi_snapshot_preview1";

/**
 * Starts a wasip1 program: a command runs to its exit, a reactor initializes and stays for calls.
 *
 * @throws ProgramError when an import is missing, or when files are asynchronous and the engine cannot suspend
 */
export async function runWasip1(module: WebAssembly.Module, options: ProgramOptions = {}): Promise<Running> {
  const go = isGo(module);
  const { cwd = "/", name = "program", args = [], env = {}, preopens = ["/"], strict = !go } = options;
  const files = await prepareFiles(options);
  const blocker = options.blocker ?? (await defaultBlocker());
  const jspi = blocker.suspends ? findJspi() : undefined;
  if (!files.sync && jspi === undefined) {
    throw (await import("../core/refusals.ts")).needsJspi();
  }
  const memory = new GuestMemory();
  const descriptors = await openDescriptors(files, preopens, strict);
  const variables = Object.entries(options.cwd === undefined ? env : { PWD: cwd, ...env });
  const system = {
    memory,
    descriptors,
    vfs: files,
    args: [name, ...args],
    env: variables.map((pair) => pair.join("=")),
    blocker,
    strict,
  };
  const wanted = WebAssembly.Module.imports(module).map((wants) => wants.name);
  const calls: WebAssembly.ModuleImports = await wasip1(system, wanted);
  // Only the calls that may wait are wrapped, since a wrapped call costs twenty plain ones: those that may ask a back end, or, where no back
  // end makes anybody wait, those that wait for clocks and input.
  const waits = RegExp(files.sync ? (go ? "^poll" : "^(poll|fd_read$)") : "^(poll|path|fd)");
  for (const call of Object.keys(calls)) {
    if (jspi !== undefined && waits.test(call)) calls[call] = new jspi.Suspending(calls[call] as Import);
  }
  const imports = { ...options.imports, [MODULE]: { ...calls, ...options.imports?.[MODULE] } };
  const { exports } = await instantiate(module, imports);
  memory.attach(exports["memory"] as WebAssembly.Memory | undefined);
  return live(exports, descriptors, jspi);
}

/** What engines without JSPI need is loaded there only. */
async function defaultBlocker(): Promise<Blocker> {
  return findJspi() === undefined ? (await import("../blocking/thread.ts")).threadBlocker() : JSPI;
}

/**
 * The program as its caller sees it. Calls run strictly one after the other: two overlapping ones would share Go's one stack pointer
 * and corrupt its runtime.
 */
function live(exports: WebAssembly.Exports, descriptors: Descriptors, jspi: Jspi | undefined): Running {
  const reactor = !("_start" in exports);
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  // A program that nobody waits for must not end the page.
  exited.catch(() => {});
  let last: Promise<unknown> = Promise.resolve();
  let ended: Ended | undefined;

  function end(code?: number): void {
    ended ??= { code };
    descriptors.closeAll();
    if (code !== undefined) resolve(code);
  }

  async function enter(name: string, values: readonly unknown[]): Promise<unknown> {
    const run = exports[name];
    try {
      if (ended === undefined && typeof run === "function") return await (jspi?.promising(run) ?? run)(...values);
    } catch (error) {
      if (!(error instanceof Exit)) {
        end();
        reject(error);
        throw error;
      }
      end(error.code);
    }
    throw (await import("../core/refusals.ts")).cannotCall(name, ended);
  }

  function call(name: string, ...values: unknown[]): Promise<unknown> {
    const result = last.then(() => enter(name, values));
    last = result.catch(() => {});
    return result;
  }

  call(reactor ? "_initialize" : "_start").then(
    () => reactor || end(0),
    () => {},
  );
  return { exited, call, memory: exports["memory"] as WebAssembly.Memory, stop: (code = 130) => end(code) };
}
