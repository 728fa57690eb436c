import type { Reporter, Write } from "./reporter.ts";

/** What is told in milliseconds. */
const TIMES = new Set(["at", "ms", "cpuMs"]);

/** One JSON object a line for each event (NDJSON), for machines. The shapes are those of `events.ts`, times to a tenth. */
export function jsonReporter(write: Write): Reporter {
  return {
    emit: (event) => write(`${JSON.stringify(event, roundTimes)}\n`),
    close: () => undefined,
  };
}

function roundTimes(key: string, value: unknown): unknown {
  return typeof value === "number" && TIMES.has(key) ? Math.round(value * 10) / 10 : value;
}
