import type { Later } from "../vfs/steps.ts";

/**
 * How a program waits. Only `poll_oneoff`, a blocking read of stdin, and calls that reach an asynchronous back end ever wait.
 * With JSPI (JavaScript Promise Integration) the engine suspends the WebAssembly stack and the thread stays free; without it the thread
 * sleeps in `Atomics.wait`, in a worker or in Node, and another thread must feed its input.
 */
export interface Blocker {
  /** Whether imports may return promises. */
  readonly suspends: boolean;
  /** Waits for `milliseconds` (`Infinity`: for ever) or until one of `events`, whichever is first. */
  pause(milliseconds: number, events: readonly Promise<void>[]): Later<void>;
}

/** The parts of JSPI, which TypeScript's library does not know yet. */
export interface Jspi {
  readonly Suspending: new (call: (...values: never[]) => unknown) => WebAssembly.ImportValue;
  readonly promising: (call: WebAssembly.ExportValue) => (...values: unknown[]) => Promise<unknown>;
}

/** JSPI where the engine has it, in the form that engines shipped. */
export function findJspi(): Jspi | undefined {
  return "Suspending" in WebAssembly ? (WebAssembly as unknown as Jspi) : undefined;
}
