import type { Emit, Event } from "../events.ts";
import { chromeTrace } from "../graph/profile/chrome-trace.ts";
import { shareOfLimit } from "../graph/profile/share-of-limit.ts";
import type { Plan } from "../plan/plan.ts";
import { outputFailure } from "./output-failure.ts";
import { cpuCount } from "../platform/host/cpu-count.ts";
import { writeFileAtomic } from "../platform/file/files.ts";

/** Writes the timeline of a run and says how close it came to the shortest time that its work allows. */
export async function writeProfile(
  file: string,
  plan: Plan,
  events: readonly Event[],
  wallMs: number,
  emit: Emit,
): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify(chromeTrace(events))}\n`).catch((error: unknown) => {
    throw outputFailure(error, file);
  });
  const needs = new Map(plan.tasks.map((task) => [task.id, task.needs]));
  const tasks = events.flatMap((event) =>
    event.type === "task-finished" && event.status === "done"
      ? [
          {
            id: event.task,
            needs: needs.get(event.task) ?? [],
            ms: event.level === "made" || event.level === "L2" ? event.ms : 0,
            ...(event.cpuMs === undefined ? {} : { cpuMs: event.cpuMs }),
          },
        ]
      : [],
  );
  const { limit, share } = shareOfLimit(tasks, { wallMs, planMs: 0, cores: cpuCount() });
  const percent = Math.round(share * 100);
  const text = `profile: ${percent} % of the limit that the work and ${cpuCount()} cores allow (${(limit / 1000).toFixed(1)} s); timeline in ${file}`;
  emit({ type: "message", level: "info", text });
}
