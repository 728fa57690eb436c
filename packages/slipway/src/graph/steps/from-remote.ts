import type { JsonObject } from "../../json.ts";
import type { Job } from "../job.ts";
import type { Run } from "../run.ts";
import type { ActionRecord } from "../store/action-record.ts";

/**
 * Brings a result that another machine made into the store, if a remote cache has all of it.
 *
 * @returns whether the store may have it now.
 */
export async function fetchResult(job: Job, key: string, run: Run): Promise<boolean> {
  const found = await run.remotes?.find(key);
  if (found === undefined) return false;
  const { outputs, about } = found.record;
  const record = { ...about, key, outputs: outputs.map(({ path, digest, size }) => ({ path, digest, size })) };
  if (!isComplete(record, job)) return false;
  const bytes = new Map<string, Uint8Array>();
  for (const { path, digest } of record.outputs) {
    if (run.store.has(digest)) continue;
    const some = await found.bytes(path);
    if (some === undefined) return false;
    bytes.set(path, some);
  }
  await run.store.putBytes(record, bytes);
  return true;
}

/** Lets other machines have a result that was just put into the store. */
export function shareResult(record: ActionRecord, run: Run): void {
  const { key, outputs, ...about } = record;
  run.remotes?.offer(() =>
    Promise.resolve({
      key,
      about: about as unknown as JsonObject,
      ms: record.ms,
      outputs,
      bytes: async (path) => run.store.read(outputs.find((output) => output.path === path)?.digest ?? ""),
    }),
  );
}

/** Whether it is a record of this version that tells of every file that the task makes. */
function isComplete(record: JsonObject | ActionRecord, job: Job): record is ActionRecord {
  const { schema, outputs, findings, log, extra, ms } = record as Partial<ActionRecord>;
  return (
    schema === 1 &&
    Array.isArray(findings) &&
    Array.isArray(log) &&
    typeof extra === "object" &&
    typeof ms === "number" &&
    job.task.outputs.every(({ path }) => outputs?.some((output) => output.path === path) ?? false)
  );
}
