import type { Emit } from "../../events.ts";
import type { Job } from "../job.ts";
import type { Made } from "../made.ts";
import type { Run } from "../run.ts";
import { formatCause } from "../../plan/explanation.ts";
import { attempt } from "./attempt.ts";
import { asError } from "./make.ts";

/** Takes one job to its end, whatever that is, and tells of it. Called when all that it needs has ended. Never rejects. */
export async function runJob(job: Job, run: Run): Promise<void> {
  const begun = run.clock();
  const { signal, emit } = run.around;
  try {
    const missing = job.needs.find(({ status }) => status !== "done");
    if (signal.aborted) job.status = "cancelled";
    else if (missing !== undefined) {
      job.status = missing.status === "cancelled" ? "cancelled" : "skipped";
      job.reason = `needs ${missing.task.id}, which ${missing.status === "failed" ? "failed" : `was ${missing.status}`}`;
    } else {
      job.made = await attempt(job, run);
      job.status = "done";
    }
  } catch (error) {
    if (signal.aborted) job.status = "cancelled";
    else {
      job.status = "failed";
      job.error = asError(error);
      job.reason = job.error.message;
    }
    await run.workspace.unstage(job.index);
  }
  run.gates.leave(job);
  const { made } = job;
  if (made !== undefined && made.level !== "made" && made.level !== "L2") replay(job, made, begun, emit);
  tellEnd(job, begun, run);
}

/** What a task said when it was made is part of its result. */
function replay(job: Job, made: Made, at: number, emit: Emit): void {
  const { id, kind, title, target } = job.task;
  emit({ type: "task-started", task: id, kind, title, ...(target === undefined ? {} : { target }), at });
  for (const finding of made.findings) emit({ type: "finding", finding, task: id });
  for (const check of made.checks) emit({ type: "check", check, task: id });
  for (const [stream, text] of made.log) emit({ type: "task-output", task: id, stream, text });
}

function tellEnd(job: Job, begun: number, run: Run): void {
  const { task, made, status, causes } = job;
  const at = run.clock();
  const ran = made?.level === "made" || made?.level === "L2";
  const reason =
    job.reason ?? (ran && causes !== undefined ? causes.slice(0, 3).map(formatCause).join("; ") : undefined);
  run.around.emit({
    type: "task-finished",
    task: task.id,
    kind: task.kind,
    title: task.title,
    ...(task.target === undefined ? {} : { target: task.target }),
    status: status ?? "failed",
    ...(made === undefined ? {} : { level: made.level }),
    ...(reason === undefined ? {} : { reason }),
    at,
    ms: ran ? made.ms : at - begun,
    ...(ran && made.cpuMs !== undefined ? { cpuMs: made.cpuMs } : {}),
    ...(ran && made.peakBytes !== undefined ? { peakBytes: made.peakBytes } : {}),
    outputs: (made?.outputs ?? []).map(({ path, size, digest }) => ({ path, size, digest })),
  });
}
