import type { Json, JsonObject } from "../../json.ts";
import type { Cause } from "../../plan/explanation.ts";
import type { Secrets } from "../../secrets.ts";
import { canonicalJson } from "../../canonical-json.ts";
import { inputKey, type Job } from "../job.ts";
import type { FileNow, Present } from "../made.ts";
import type { TaskRecord, WhyRecord } from "../project/task-record.ts";

/**
 * Everything that differs between what a task's last result was made from and what there is now; sorted as a reader wants
 * it: the kind, the plan's params, tools, upstream files, then files.
 */
export function causesOf(
  job: Job,
  present: Present,
  { record, why }: { readonly record: TaskRecord | undefined; readonly why: WhyRecord | undefined },
  secrets: Secrets,
): Cause[] {
  if (record === undefined || record.key === "") return [{ type: "never-built" }];
  const causes: Cause[] = [];
  if (why !== undefined) {
    if (why.version !== job.kind.version) {
      causes.push({ type: "kind-changed", kind: job.kind.name, before: why.version, after: job.kind.version });
    }
    causes.push(...paramChanges(why.params, secrets.json(job.task.params)));
    const after = job.task.outputs.map(({ path }) => path);
    if (canonicalJson(why.outputs) !== canonicalJson(after)) {
      causes.push({ type: "outputs-changed", before: why.outputs, after });
    }
    causes.push(...valueChanges(why.values, secrets.json(present.discovery.values)));
  }
  for (const [path, maker] of job.makers) {
    if (maker.made === undefined || record.inputs[path] === inputKey(job, path)) continue;
    causes.push({
      type: "upstream-changed",
      task: maker.task.id,
      path,
      ...(maker.causes ? { causes: maker.causes } : {}),
    });
  }
  causes.push(...fileChanges(record.files, present.files));
  // Records hold no secrets, so a change of one shows in the key only.
  if (causes.length === 0 && why !== undefined && record.key !== present.key) causes.push({ type: "secret-changed" });
  return causes;
}

/** Changes of single params, named by their path. */
export function paramChanges(before: Json | undefined, after: Json | undefined, name = ""): Cause[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names]
      .sort()
      .flatMap((key) => paramChanges(before[key], after[key], name === "" ? key : `${name}.${key}`));
  }
  const same =
    before === undefined ? after === undefined : after !== undefined && canonicalJson(before) === canonicalJson(after);
  if (same) return [];
  return [
    {
      type: "param-changed",
      name,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function valueChanges(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Cause[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].sort().flatMap((name): Cause[] => {
    const [was, is] = [before[name], after[name]];
    if (was === is) return [];
    return [
      {
        type: "value-changed",
        name,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  });
}

function fileChanges(before: readonly FileNow[], after: readonly FileNow[]): Cause[] {
  const was = new Map(before.map(({ path, digest }) => [path, digest]));
  const is = new Map(after.map(({ path, digest }) => [path, digest]));
  const paths = [...new Set([...was.keys(), ...is.keys()])].sort();
  return paths.flatMap((path): Cause[] => {
    const [old, now] = [was.get(path) ?? "-", is.get(path) ?? "-"];
    if (old === now) return [];
    return [{ type: old === "-" ? "file-added" : now === "-" ? "file-removed" : "file-changed", path }];
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
