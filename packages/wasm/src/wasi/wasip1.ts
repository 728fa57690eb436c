import { errnoOf } from "../vfs/fs-error.ts";
import { mapValues } from "../vfs/map-values.ts";
import { finish } from "../vfs/steps.ts";
import { fdCalls } from "./fd-calls.ts";
import { pathCalls } from "./path-calls.ts";
import { pollOneoff } from "./poll.ts";
import { processCalls } from "./process-calls.ts";
import { Exit, type Call, type SteppedCall, type System } from "./system.ts";

/** A call as WebAssembly imports it: it returns an errno, or a promise of one where a back end or a pause is asynchronous. */
export type Import = (...values: never[]) => number | Promise<number>;

/**
 * The calls of `wasi_snapshot_preview1` over one system: those that nearly every program of Go makes, and all 46 where one of the `wanted`
 * is not among them.
 */
export async function wasip1(system: System, wanted: readonly string[]): Promise<Record<string, Import>> {
  const calls: Record<string, Call | SteppedCall> = {
    ...processCalls(system),
    ...fdCalls(system),
    ...pathCalls(system),
    poll_oneoff: (...values: [number, number, number, number]) => pollOneoff(system, ...values),
  };
  if (wanted.some((name) => !(name in calls))) {
    Object.assign(calls, (await import("./rare-calls.ts")).rareCalls(system));
  }
  return mapValues(calls, guarded);
}

/** Turns what a call throws into its errno; only the end of the program passes. */
function guarded(call: Call | SteppedCall): Import {
  return (...values) => {
    try {
      const done = finish(call(...values));
      return done instanceof Promise ? done.then(success, failure) : 0;
    } catch (error) {
      return failure(error);
    }
  };
}

const success = (): number => 0;

function failure(error: unknown): number {
  if (error instanceof Exit || error instanceof WebAssembly.RuntimeError) throw error;
  return errnoOf(error);
}
