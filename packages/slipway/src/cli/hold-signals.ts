import { constants } from "node:os";

/** What a terminal, a shell or a supervisor ends programs with. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
/** Milliseconds that clearing away may take. */
const PATIENCE = 5000;

/** Signals that wait until what this process started is gone. */
export interface HeldSignals {
  /** Aborted by the first of them. */
  readonly signal: AbortSignal;
  /** Ends this process as the signal that came would have; does nothing when none came. */
  release(): void;
}

/**
 * Holds the signals that end programs until `release`, so that what was started can be ended first: a browser does not die with the
 * process that started it. A second signal, or five seconds, end this process at once, and what still runs with it.
 */
export function holdSignals(): HeldSignals {
  const controller = new AbortController();
  let came: NodeJS.Signals | undefined;
  const hold = (name: NodeJS.Signals): void => {
    const endNow = (): void => process.exit(128 + constants.signals[name]);
    if (came !== undefined) return endNow();
    came = name;
    setTimeout(endNow, PATIENCE).unref();
    return controller.abort(new Error(`Ended by ${name}`));
  };
  for (const name of SIGNALS) process.on(name, hold);
  return {
    signal: controller.signal,
    release() {
      for (const name of SIGNALS) process.off(name, hold);
      if (came !== undefined) process.kill(process.pid, came);
    },
  };
}
