import type { Event } from "../../events.ts";
import type { JsonObject } from "../../json.ts";

/**
 * The timeline of a run in the Trace Event Format (complete events "X", times in microseconds), for chrome://tracing
 * and Perfetto. Tasks are laid on as few lanes as hold them without overlap.
 */
export function chromeTrace(events: Iterable<Event>): { readonly traceEvents: readonly JsonObject[] } {
  const starts = new Map<string, number>();
  const lanes: number[] = [];
  const traceEvents: JsonObject[] = [];
  const finished = [];
  for (const event of events) {
    if (event.type === "task-started") starts.set(event.task, event.at);
    if (event.type === "task-finished") finished.push({ ...event, begun: starts.get(event.task) ?? event.at });
  }
  finished.sort((a, b) => a.begun - b.begun || a.at - b.at);
  for (const event of finished) {
    const free = lanes.findIndex((busyUntil) => busyUntil <= event.begun);
    const lane = free === -1 ? lanes.length : free;
    lanes[lane] = event.at;
    traceEvents.push({
      name: event.title,
      cat: event.kind,
      ph: "X",
      pid: 1,
      tid: lane + 1,
      ts: Math.round(event.begun * 1000),
      dur: Math.max(1, Math.round((event.at - event.begun) * 1000)),
      args: {
        task: event.task,
        status: event.status,
        target: event.target,
        level: event.level,
        reason: event.reason,
        cpuMs: event.cpuMs,
        peakBytes: event.peakBytes,
        bytes: event.outputs.reduce((sum, { size }) => sum + size, 0),
      },
    });
  }
  return { traceEvents };
}
