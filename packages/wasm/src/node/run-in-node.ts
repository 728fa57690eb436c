import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { BEAT } from "../browser/run-spec.ts";
import { compile } from "../core/compile.ts";
import { detectKind } from "../core/detect-kind.ts";
import { invoke } from "../core/invoke.ts";
import { ProgramError } from "../core/program.ts";
import { TRAP_FRAMES, TRAPPED } from "../core/trap.ts";
import { mountTree } from "./mounts.ts";
import type { RunRequest } from "./shapes.ts";
import { stdinPipe } from "./stdin.ts";
import { stdinThread } from "./stdin-thread.ts";
import { findJspi } from "../blocking/blocker.ts";
import { writeFully } from "./write-fully.ts";
import { runGo } from "../gojs/run-go.ts";

/**
 * Runs a Go program in this process with its standard streams, and returns its exit code. A trap is reported on stderr and
 * ends with 134, as a native program that aborts.
 *
 * @throws ProgramError when it is no Go program or cannot be started
 */
export async function runInNode(request: RunRequest): Promise<number> {
  const { program, args = [], env = {}, mounts = [], cwd, explainTrap = (stack) => `${stack}\n`, watch } = request;
  Error.stackTraceLimit = TRAP_FRAMES;
  const module = await compile(await readFile(program));
  const kind = detectKind(module);
  if (kind === undefined) {
    throw new ProgramError(`Cannot run "${program}": it is neither a GOOS=js nor a wasip1 program`);
  }
  // Without JSPI nothing else runs in this thread while the program does.
  const thread = findJspi() === undefined && kind.startsWith("wasip1") ? stdinThread() : undefined;
  const options = {
    name: basename(program),
    args,
    env,
    cwd: cwd ?? env["PWD"] ?? "/",
    files: await mountTree(mounts),
    ...(thread === undefined ? { stdin: stdinPipe(process.stdin) } : { stdin: thread.stdin, blocker: thread.blocker }),
    stdout(bytes: Uint8Array) {
      writeFully(1, bytes);
      watch?.wrote(bytes);
    },
    stderr: (bytes: Uint8Array) => writeFully(2, bytes),
  };
  watch?.started();
  const beat = watch && setInterval(() => watch.gaveWay(), BEAT).unref();
  const running = await runGo(module, options);
  const deadlocked = (): void => running.idle?.();
  process.once("beforeExit", deadlocked);
  try {
    if (request.invoke !== undefined) {
      // Where the call fails, the program ended meanwhile, and how is what `exited` tells.
      const line = await invoke(running, request.invoke).catch(() => "");
      writeFully(1, new TextEncoder().encode(line));
    }
    return await running.exited;
  } catch (error) {
    writeFully(2, new TextEncoder().encode(explainTrap(String((error as Error).stack ?? error))));
    return TRAPPED;
  } finally {
    clearInterval(beat);
    process.off("beforeExit", deadlocked);
    if (thread === undefined) {
      process.stdin.pause();
      process.stdin.unref?.();
    } else {
      thread.close();
    }
  }
}
