import { constants } from "node:os";
import { statSync } from "node:fs";
import { SlipwayError } from "../../errors.ts";
import { keepOutput } from "./kept-output.ts";
import { killTree, trackTree } from "./process-tree.ts";
import { meterTree } from "./process-meter.ts";

/** How to run a child process. The environment is exactly `env`; nothing is inherited. */
export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly stdin?: string | Uint8Array;
  /** Standard input stays open and empty until the process ends, or we do, however: whoever reads it can end with us. */
  readonly holdStdin?: boolean;
  /** Milliseconds after which the process tree is killed. */
  readonly timeout?: number;
  /** Milliseconds that a tree gets between the polite signal and the last one; default 3000. */
  readonly grace?: number;
  /** Bytes that the process tree may take together; above it is killed. Only where the host tells. */
  readonly maxBytes?: number;
  /** Called with each chunk as it comes. */
  readonly onOutput?: (stream: "stdout" | "stderr", text: string) => void;
  /** Told the id of the process, which is that of its group. */
  readonly onStart?: (pid: number) => void;
  /** Bytes of each stream to keep in the result; the rest is only passed to `onOutput`. Default 16 MiB. */
  readonly keep?: number;
  /** Fail when the exit code is not 0. Default true. */
  readonly check?: boolean;
}

/** What a finished process left. */
export interface ProcessResult {
  readonly exitCode: number;
  /** The signal that ended it, when one did. */
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall milliseconds. */
  readonly ms: number;
  readonly timedOut: boolean;
  /** It was killed since it took more than `maxBytes`. */
  readonly outOfMemory?: true;
  /** User and system CPU milliseconds of the process tree, where the host tells. */
  readonly cpuMs?: number;
  /** Peak resident bytes of the process tree, where the host tells. */
  readonly peakBytes?: number;
}

/** Milliseconds that a tree gets between the polite signal and the last one. */
const GRACE = 3000;
/** Milliseconds that the pipes of a process that ended may stay open in the hands of something it left behind. */
const PIPE_GRACE = 2000;
/** Bytes of output that an error message carries. */
const SHOWN = 64 * 1024;

/**
 * Runs `argv` without a shell, in a process group of its own, and waits for it.
 *
 * On abort and on timeout the whole tree gets SIGTERM and, if it does not listen, SIGKILL.
 *
 * @throws SlipwayError `tool-not-found` when there is no such program, `tool-failed` when it cannot start or (with `check`)
 *   ends with another exit code than 0, `timeout` (with `check`), `cancelled` when `signal` is aborted.
 */
export async function runProcess(argv: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  const [file, ...args] = argv;
  if (file === undefined) throw new Error("Internal error: runProcess needs a program");
  const { execa } = await import("execa");
  throwIfCancelled(file, options.signal);

  const started = performance.now();
  const child = execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    stdin: options.stdin === undefined && options.holdStdin !== true ? "ignore" : "pipe",
    ...(options.stdin === undefined ? {} : { input: options.stdin }),
    buffer: false,
    encoding: "buffer",
    reject: false,
    cleanup: false,
    windowsHide: true,
    // A group of its own, so that one signal reaches every descendant.
    detached: process.platform !== "win32",
  });
  const { pid } = child;
  if (pid !== undefined) options.onStart?.(pid);
  const tree = pid === undefined ? undefined : trackTree(pid);
  let killing: Promise<void> | undefined;
  const kill = (): void => {
    if (pid !== undefined) killing ??= killTree(pid, options.grace ?? GRACE);
  };
  let outOfMemory = false;
  const meter =
    pid === undefined
      ? undefined
      : meterTree(pid, (bytes) => {
          if (options.maxBytes === undefined || bytes <= options.maxBytes) return;
          outOfMemory = true;
          kill();
        });
  const stdout = keepOutput(child.stdout, options.keep, (text) => options.onOutput?.("stdout", text));
  const stderr = keepOutput(child.stderr, options.keep, (text) => options.onOutput?.("stderr", text));
  // A program that does not read its input breaks the pipe; its exit code tells more than EPIPE would.
  child.stdin?.on("error", () => undefined);

  let timedOut = false;
  const timer =
    options.timeout === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          kill();
        }, options.timeout);
  options.signal?.addEventListener("abort", kill, { once: true });

  // `exit` and not `close`: a grandchild that keeps the pipes open must not keep us waiting.
  let reaper: NodeJS.Timeout | undefined;
  child.once("exit", () => {
    meter?.exited();
    child.stdin?.destroy();
    reaper = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, PIPE_GRACE);
  });
  const result = await child;
  clearTimeout(reaper);
  clearTimeout(timer);
  options.signal?.removeEventListener("abort", kill);
  await killing;
  tree?.untrack();
  const usage = await meter?.usage();

  throwIfCancelled(file, options.signal);
  if (pid === undefined) throw startFailure(file, options, result.cause ?? result);
  const finished: ProcessResult = {
    exitCode: result.exitCode ?? 128 + signalNumber(result.signal),
    ...(result.signal === undefined ? {} : { signal: result.signal }),
    stdout: stdout.text(),
    stderr: stderr.text(),
    ms: performance.now() - started,
    timedOut,
    ...(outOfMemory ? { outOfMemory } : {}),
    ...usage,
  };
  if (options.check ?? true) throwIfFailed(file, options, finished);
  return finished;
}

function throwIfCancelled(file: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new SlipwayError("cancelled", `"${file}" was cancelled`, { cause: signal.reason });
}

function throwIfFailed(file: string, options: ProcessOptions, result: ProcessResult): void {
  const output = (result.stderr.trim() === "" ? result.stdout : result.stderr).slice(-SHOWN);
  if (result.timedOut) {
    throw new SlipwayError("timeout", `"${file}" did not finish in ${options.timeout} ms and was ended`, {
      output,
      hint: "raise the timeout, or run the command by itself to see what it waits for",
    });
  }
  if (result.signal !== undefined) {
    const memory =
      result.signal === "SIGKILL" ? "the system may have run out of memory; try --parallelism 1" : undefined;
    throw new SlipwayError("tool-failed", `"${file}" was ended by ${result.signal}`, {
      output,
      ...(memory ? { hint: memory } : {}),
    });
  }
  if (result.exitCode !== 0) {
    throw new SlipwayError("tool-failed", `"${file}" failed with exit code ${result.exitCode}`, { output });
  }
}

function startFailure(file: string, options: ProcessOptions, cause: unknown): SlipwayError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (!statSync(options.cwd, { throwIfNoEntry: false })?.isDirectory()) {
    return new SlipwayError("tool-failed", `Cannot run "${file}": its working folder "${options.cwd}" does not exist`, {
      cause,
    });
  }
  if (code === "ENOENT") {
    return new SlipwayError("tool-not-found", `Cannot run "${file}": no such program`, {
      expected: /[\\/]/.test(file) ? "an executable file" : `"${file}" on the PATH`,
      actual: /[\\/]/.test(file) ? "no such file" : `PATH is "${options.env["PATH"] ?? ""}"`,
      hint: `install ${file} or correct its name`,
      cause,
    });
  }
  return new SlipwayError("tool-failed", `Cannot run "${file}": ${code ?? String(cause)}`, {
    ...(code === "EACCES" ? { hint: `make it executable: chmod +x ${file}` } : {}),
    cause,
  });
}

function signalNumber(signal: string | undefined): number {
  return signal === undefined ? 0 : (constants.signals[signal as NodeJS.Signals] ?? 0);
}
