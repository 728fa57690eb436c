import { findJspi, type Blocker, type Jspi } from "../blocking/blocker.ts";
import { JSPI } from "../blocking/jspi.ts";
import { instantiate } from "../core/instantiate.ts";
import { isGo } from "../core/is-go.ts";
import { ExportQueue } from "../core/export-queue.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import { ProgramError, type ProgramOptions, type Running } from "../core/program.ts";
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
  const { cwd = "/", name = "program", args = [], env = {}, preopens = ["/"], strict = !isGo(module) } = options;
  const { files, devices } = await prepareFiles(options.files, options, cwd);
  const blocker = options.blocker ?? (await defaultBlocker());
  const jspi = blocker.suspends ? findJspi() : undefined;
  if (!files.sync && jspi === undefined) {
    throw new ProgramError(
      "Cannot start the program: a back end is asynchronous and this engine has no JSPI; " +
        "use a worker with a ring, or synchronous back ends",
    );
  }
  const memory = new GuestMemory();
  const descriptors = await openDescriptors(files, devices, preopens, strict);
  const variables = Object.entries(options.cwd === undefined ? env : { PWD: cwd, ...env });
  const calls: WebAssembly.ModuleImports = wasip1({
    memory,
    descriptors,
    vfs: files,
    args: [name, ...args],
    env: variables.map((pair) => pair.join("=")),
    blocker,
    strict,
  });
  // Only the calls that may wait are wrapped: a wrapped call costs twenty plain ones.
  const waits = files.sync ? (isGo(module) ? POLL : POLL_OR_READ) : REACHES;
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

const POLL = /^poll/;
const POLL_OR_READ = /^(poll|fd_read$)/;
/** The calls that may ask a back end. */
const REACHES = /^(poll|path|fd)_(?!advise|fdstat|prestat|tell)/;

function live(exports: WebAssembly.Exports, descriptors: Descriptors, jspi: Jspi | undefined): Running {
  const reactor = !("_start" in exports);
  const queue = new ExportQueue();
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  // A program that nobody waits for must not end the page.
  exited.catch(() => {});

  function finish(code: number): void {
    queue.end(`it exited with code ${code}`);
    for (const { file } of descriptors.drain()) void file.close();
    resolve(code);
  }

  async function enter(name: string, values: readonly unknown[]): Promise<unknown> {
    const call = exports[name];
    if (typeof call !== "function") throw new ProgramError(`Cannot call "${name}": the program does not export it`);
    try {
      return await (jspi === undefined ? call : jspi.promising(call))(...values);
    } catch (error) {
      if (error instanceof Exit) {
        finish(error.code);
        throw new ProgramError(`The program exited with code ${error.code}`);
      }
      queue.end("it crashed");
      for (const { file } of descriptors.drain()) void file.close();
      reject(error);
      throw error;
    }
  }

  const call = (name: string, ...values: unknown[]): Promise<unknown> => queue.add(() => enter(name, values));
  call(reactor ? "_initialize" : "_start").then(
    () => reactor || finish(0),
    () => {},
  );
  return { exited, call, memory: exports["memory"] as WebAssembly.Memory, stop: (code = 130) => finish(code) };
}
