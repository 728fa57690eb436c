import { findJspi, type Blocker } from "../blocking/blocker.ts";
import { JSPI } from "../blocking/jspi.ts";
import { threadBlocker } from "../blocking/thread.ts";
import { checkImports } from "../core/check-imports.ts";
import { detectKind, isGo } from "../core/detect.ts";
import { ExportQueue } from "../core/export-queue.ts";
import { openStandard } from "../core/open-standard.ts";
import { prepareFiles } from "../core/prepare-files.ts";
import { ProgramError, type ProgramOptions, type Running } from "../core/program.ts";
import type { Dev } from "../vfs/backends/dev.ts";
import { drive } from "../vfs/steps.ts";
import type { Vfs } from "../vfs/vfs.ts";
import { Descriptors, fullDescriptor } from "./descriptors.ts";
import { GuestMemory } from "./guest-memory.ts";
import { Exit } from "./system.ts";
import { wasip1, type Import } from "./wasip1.ts";

/** The import module of preview1, and the one that early compilers wrote. */
const MODULES = ["wasi_snapshot_preview1", "wasi_unstable"];

/**
 * Starts a wasip1 program: a command runs to its exit, a reactor initializes and stays for calls.
 *
 * @throws ProgramError when an import is missing, or when files are asynchronous and the engine cannot suspend
 */
export async function runWasip1(module: WebAssembly.Module, options: ProgramOptions = {}): Promise<Running> {
  const { cwd = "/", name = "program", args = [], env = {} } = options;
  const { files, devices } = await prepareFiles(options.files, options, cwd);
  const blocker = options.blocker ?? (findJspi() === undefined ? threadBlocker() : JSPI);
  if (!files.sync && !blocker.suspends) {
    throw new ProgramError(
      "Cannot start the program: a mounted back end is asynchronous and this engine cannot suspend WebAssembly (JSPI); " +
        "run it in a worker over a SharedArrayBuffer ring, or mount synchronous back ends only",
    );
  }
  const memory = new GuestMemory();
  const strict = options.strict ?? !isGo(module);
  const descriptors = await openDescriptors(files, devices, { preopens: options.preopens ?? ["/"], strict });
  const directory = options.cwd === undefined ? {} : { PWD: cwd };
  const variables = Object.entries({ ...directory, ...env }).map(([key, value]) => `${key}=${value}`);
  const system = { memory, descriptors, vfs: files, args: [name, ...args], env: variables, blocker, strict };
  const calls = suspendable(wasip1(system), blocker, { asyncFiles: !files.sync, asyncReads: !isGo(module) });
  const imports: WebAssembly.Imports = { ...options.imports };
  for (const from of MODULES) imports[from] = { ...calls, ...options.imports?.[from] };
  checkImports(module, imports);
  const instance = await WebAssembly.instantiate(module, imports);
  const { exports } = instance;
  if (exports["memory"] instanceof WebAssembly.Memory) memory.attach(exports["memory"]);
  return live(exports, detectKind(module) === "wasip1-reactor", descriptors, blocker);
}

function live(exports: WebAssembly.Exports, reactor: boolean, descriptors: Descriptors, blocker: Blocker): Running {
  const queue = new ExportQueue();
  const { promise: exited, resolve, reject } = Promise.withResolvers<number>();
  // A program that nobody waits for must not end the page.
  exited.catch(() => {});

  function finish(code: number): void {
    queue.end(`it exited with code ${code}`);
    for (const { file } of descriptors.drain()) void file.close();
    resolve(code);
  }

  async function enter(name: string, values: unknown[]): Promise<unknown> {
    const call = exports[name];
    if (typeof call !== "function") throw new ProgramError(`Cannot call "${name}": the program does not export it`);
    const jspi = blocker.suspends ? findJspi() : undefined;
    try {
      return await (jspi === undefined ? call(...values) : jspi.promising(call)(...values));
    } catch (error) {
      if (error instanceof Exit) {
        finish(error.code);
      } else {
        queue.end("it crashed");
        reject(error);
      }
      throw error instanceof Exit ? new ProgramError(`The program exited with code ${error.code}`) : error;
    }
  }

  const begun = queue.add(() => enter(reactor ? "_initialize" : "_start", []));
  begun.then(
    () => reactor || finish(0),
    () => {},
  );
  return {
    exited,
    call: (name, ...values) => queue.add(() => enter(name, values)),
    stop: (code = 130) => finish(code),
  };
}

/** Wraps the calls that may return a promise, and only those: a wrapped call costs twenty plain ones. */
function suspendable(
  calls: Record<string, Import>,
  blocker: Blocker,
  { asyncFiles, asyncReads }: { readonly asyncFiles: boolean; readonly asyncReads: boolean },
): WebAssembly.ModuleImports {
  const jspi = blocker.suspends ? findJspi() : undefined;
  if (jspi === undefined) return calls;
  const wrapped = Object.entries(calls).map(([name, call]): [string, WebAssembly.ImportValue] => {
    const waits = name === "poll_oneoff" || (asyncReads && name === "fd_read");
    const reaches = asyncFiles && /^(path|fd)_/.test(name) && !PLAIN.has(name);
    return [name, waits || reaches ? new jspi.Suspending(call) : call];
  });
  return Object.fromEntries(wrapped);
}

/** Calls on descriptors that never ask a back end. */
const PLAIN = new Set([
  "fd_advise",
  "fd_fdstat_get",
  "fd_fdstat_set_flags",
  "fd_fdstat_set_rights",
  "fd_prestat_dir_name",
  "fd_prestat_get",
  "fd_tell",
]);

async function openDescriptors(
  files: Vfs,
  devices: Dev,
  { preopens, strict }: { readonly preopens: readonly string[]; readonly strict: boolean },
): Promise<Descriptors> {
  const descriptors = new Descriptors();
  const { start } = files;
  for (const file of await openStandard(devices)) descriptors.add(fullDescriptor(file, start));
  for (const path of preopens) {
    const file = await drive(files.open(start, path, { read: true, directory: true }));
    const root = path === "/" && !strict ? file.spot : undefined;
    descriptors.add(
      fullDescriptor(file, { trail: [file.spot], confined: true, ...(root !== undefined && { root }) }, path),
    );
  }
  return descriptors;
}
