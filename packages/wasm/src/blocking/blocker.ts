import type { Later } from "../vfs/steps.ts";

/**
 * How a program waits. Only `poll_oneoff`, a blocking read of stdin, and calls that reach an asynchronous back end ever wait.
 *
 * - `jspi`: the engine suspends the WebAssembly stack (JavaScript Promise Integration); the thread stays free.
 * - `atomics`: the thread sleeps in `Atomics.wait`, in a worker or in Node; another thread must feed its input.
 * - `spin`: the thread waits for clocks in a loop; the last resort where neither exists.
 */
export interface Blocker {
  readonly kind: "jspi" | "atomics" | "spin";
  /** Whether imports may return promises. */
  readonly suspends: boolean;
  /** Waits for `milliseconds` (undefined: for ever) or until one of `events`, whichever is first. */
  pause(milliseconds: number | undefined, events: readonly Promise<void>[]): Later<void>;
}

/** The parts of JSPI, which TypeScript's library does not know yet. */
export interface Jspi {
  readonly Suspending: new (call: (...values: never[]) => unknown) => WebAssembly.ImportValue;
  readonly promising: (call: WebAssembly.ExportValue) => (...values: unknown[]) => Promise<unknown>;
}

/** JSPI where the engine has it, in the form that engines shipped (Suspending and promising). */
export function findJspi(): Jspi | undefined {
  const { Suspending, promising } = WebAssembly as unknown as Partial<Jspi>;
  return Suspending === undefined || promising === undefined ? undefined : { Suspending, promising };
}
