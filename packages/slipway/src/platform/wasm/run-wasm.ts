import type { Readable } from "node:stream";
import { ProgramError } from "slipway-wasm/node";
import { trapExplainer } from "../../binary/go/trap-text.ts";
import { SlipwayError } from "../../errors.ts";
import { engineRefusal } from "./engine-refusal.ts";
import { findBrowser } from "./find-browser.ts";
import { readInvocation, refuseReactor } from "./read-invocation.ts";
import { readWasmProgram } from "./read-program.ts";
import { progressWriter } from "./run-progress.ts";

/** A directory of this machine and where the program sees it. */
export interface WasmMount {
  readonly host: string;
  readonly guest: string;
  readonly readOnly?: boolean;
}

/** Where the program's streams lead. */
export interface WasmStreams {
  readonly stdin?: Readable;
  readonly stdout: (bytes: Uint8Array) => void;
  readonly stderr: (bytes: Uint8Array) => void;
}

/**
 * Opens a page and returns what closes it; `onProblem` is told when the page goes away. Spelt out here and not imported: the declarations
 * of this package are published, and the runtime is bundled into it.
 */
export type OpenBrowserPage = (url: string, onProblem: (text: string) => void) => Promise<() => Promise<void>>;

/** A program, and how and where it runs. Paths of the host are absolute. */
export interface WasmRun {
  readonly program: string;
  readonly args: readonly string[];
  /** Exactly what the program sees. */
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly WasmMount[];
  /** The program's working directory; without it `PWD` of `env`, else `/`. */
  readonly cwd?: string;
  /** Of a library (`-buildmode=c-shared`): the function to call with the arguments. */
  readonly invoke?: string;
  /** In headless Chromium instead of Node. */
  readonly browser: boolean;
  /** Closes the browser; the run then rejects with its reason. In Node a program that computes hears nothing of it. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a WebAssembly program with this process's streams (in a browser also with others) and returns its exit code: 134 when
 * it traps, as a native program that aborts.
 *
 * @throws SlipwayError `file-not-found`, `wasm-invalid`, `browser-missing`, `browser-failed`; `usage` for a call that cannot be
 */
export async function runWasm(run: WasmRun, streams?: WasmStreams): Promise<number> {
  const found = await readWasmProgram(run.program);
  if (run.invoke === undefined && found.kind === "wasip1-reactor") throw refuseReactor(found);
  const call = run.invoke === undefined ? undefined : readInvocation(found, run.invoke, run.args);
  const { runInBrowser, runInNode } = await import("slipway-wasm/node");
  const { program, args, env, mounts, cwd } = run;
  const watch = progressWriter(program, process.env);
  const request = {
    program,
    args: call === undefined ? args : [],
    env,
    mounts,
    explainTrap: trapExplainer(found.module),
    ...(call === undefined ? {} : { invoke: call }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(watch === undefined ? {} : { watch }),
  };
  try {
    if (!run.browser) return await runInNode(request);
    return await runInBrowser(request, await headlessChromium(), streams, run.signal);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    if (!run.browser) throw new SlipwayError("wasm-invalid", error.message, { cause: error });
    const refusal = await engineRefusal(found.bytes);
    if (refusal === undefined) throw new SlipwayError("browser-failed", error.message, { cause: error });
    throw new SlipwayError("wasm-invalid", `Cannot compile the program: ${refusal}`, { cause: error });
  } finally {
    watch?.end();
  }
}

/** Opens pages in the machine's Chromium. @throws SlipwayError `browser-missing` */
export async function headlessChromium(): Promise<OpenBrowserPage> {
  const executable = findBrowser(process.env);
  const [{ chromium }, { openChromium }] = await Promise.all([import("playwright-core"), import("slipway-wasm/node")]);
  const open = openChromium(chromium, executable);
  return async (url, onProblem) => {
    try {
      return await open(url, onProblem);
    } catch (cause) {
      const { message } = cause as Error;
      throw new SlipwayError("browser-failed", `Cannot open a page in "${executable}"`, {
        actual: message.split("\n")[0] ?? "",
        ...ownWords(message),
        hint: `try it by hand: "${executable}" --headless=new --no-sandbox about:blank`,
        cause,
      });
    }
  };
}

/** What the browser itself said before it ended, which Playwright tells behind its own words. */
function ownWords(message: string): { output?: string } {
  const lines = [...message.matchAll(/\[pid=\d+\]\[err\] (.*)/g)].map(([, line]) => line ?? "");
  return lines.length === 0 ? {} : { output: lines.slice(-20).join("\n") };
}
