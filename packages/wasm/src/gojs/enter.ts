import type { Life } from "../core/life.ts";
import { ProgramError, type Running } from "../core/program.ts";
import { Exit } from "../wasi/system.ts";

/** Runs what calls into a program, whose end it may be. @throws ProgramError after that, and the engine's error in a crash */
export function enter<T>(life: Life, work: () => T): T | undefined {
  if (life.ended !== undefined)
    throw new ProgramError(`Cannot call the program: it ${life.ended.code === undefined ? "crashed" : "exited"}`);
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Exit)) {
      life.crash(error);
      throw error;
    }
    life.end(error.code);
    return undefined;
  }
}

/** `Running.call` for a program that cannot wait in a call. `run` enters the program. */
export function caller(
  exports: WebAssembly.Exports,
  life: Life,
  run: (work: () => unknown) => unknown,
): Running["call"] {
  return async (name, ...values) => {
    const called = exports[name];
    if (life.ended === undefined && typeof called === "function") return run(() => called(...values) as unknown);
    throw (await import("../core/refusals.ts")).cannotCall(name, life.ended);
  };
}
