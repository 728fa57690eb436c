/** Time that ends, and signals that end it early. */
export interface TimeLimit {
  /** Aborted with a `TimeoutError` when the time is over, or with the reason of who stopped earlier. */
  readonly signal: AbortSignal;
  /** Stops the clock. */
  end(): void;
}

/** The longest that a timer of Node can wait; a longer time is this one. */
const LONGEST = 2 ** 31 - 1;

/**
 * Starts a clock that ends after `ms`, or never without; `stop` ends the time early.
 *
 * Not `AbortSignal.any` of an `AbortSignal.timeout`: nothing holds the latter, and Node's garbage collector may take it
 * before its time has come, which then never ends.
 */
export function timeLimit(ms: number | undefined, stop?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const onStop = (): void => controller.abort(stop?.reason);
  if (stop?.aborted === true) onStop();
  else stop?.addEventListener("abort", onStop, { once: true });
  const onTime = (): void => controller.abort(new DOMException("The time is over", "TimeoutError"));
  const timer = ms === undefined ? undefined : setTimeout(onTime, Math.min(ms, LONGEST)).unref();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      stop?.removeEventListener("abort", onStop);
    },
  };
}
