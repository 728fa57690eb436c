import { errnoOf } from "../vfs/fs-error.ts";
import { drive } from "../vfs/steps.ts";
import { fdCalls } from "./fd-calls.ts";
import { pathCalls } from "./path-calls.ts";
import { pollOneoff } from "./poll.ts";
import { processCalls } from "./process-calls.ts";
import { sockCalls } from "./sock-calls.ts";
import { Exit, type Call, type SteppedCall, type System } from "./system.ts";

/** A call as WebAssembly imports it: it returns an errno, or a promise of one where a back end or a pause is asynchronous. */
export type Import = (...values: never[]) => number | Promise<number>;

/** All 46 calls of `wasi_snapshot_preview1` over one system. */
export function wasip1(system: System): Record<string, Import> {
  const calls: Record<string, Call> = { ...processCalls(system), ...fdCalls(system), ...sockCalls(system) };
  const stepped: Record<string, SteppedCall> = {
    ...pathCalls(system),
    poll_oneoff: (...values: [number, number, number, number]) => pollOneoff(system, ...values),
  };
  for (const [name, call] of Object.entries(stepped)) calls[name] = (...values) => drive(call(...values));
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, guarded(call)]));
}

/** Turns what a call throws into its errno; only the end of the program passes. */
function guarded(call: Call): Import {
  return (...values) => {
    try {
      const result = call(...values);
      return result instanceof Promise ? result.then(success, failure) : 0;
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
