import type { Reporter, Write } from "./reporter.ts";

/** One JSON object a line for each event (NDJSON), for machines. The shapes are those of `events.ts`. */
export function jsonReporter(write: Write): Reporter {
  return {
    emit: (event) => write(`${JSON.stringify(event)}\n`),
    close: () => undefined,
  };
}
