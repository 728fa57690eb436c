import { SlipwayError } from "../errors.ts";

/**
 * A signal that Ctrl-C and termination abort, so that running tasks stop their processes and the run ends in order.
 * A second Ctrl-C ends at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let asked = false;
  const stop = (name: NodeJS.Signals): void => {
    if (asked && name === "SIGINT") process.exit(130);
    asked = true;
    controller.abort(
      new SlipwayError("cancelled", "The run was cancelled", {
        actual: name,
        hint: "run it again to go on: what is finished is kept",
      }),
    );
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  return controller.signal;
}
