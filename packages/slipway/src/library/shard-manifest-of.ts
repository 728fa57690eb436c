import type { Check } from "../checks.ts";
import type { ExecuteResult, TaskOutcome } from "../graph/execute-plan.ts";
import { portableFindings } from "../graph/store/portable-findings.ts";
import type { ShardManifest } from "../scale/shards/shard-manifest.ts";
import type { PlannedProject } from "./plan-project.ts";

/** What a manifest is written from. */
export interface MadePart {
  /** What it is called, and what kind of part it is. */
  readonly head: Pick<ShardManifest, "shard" | "part" | "proves">;
  /** The ids of the tasks that it holds. */
  readonly own: ReadonlySet<string>;
  readonly planned: PlannedProject;
  readonly identity: ShardManifest["identity"];
  readonly result: ExecuteResult;
  readonly root: string;
}

/** The manifest of what a machine made of a plan. */
export function manifestOf({ head, own: ids, ...made }: MadePart): ShardManifest {
  const { plan, options } = made.planned;
  const { snapshot, nightly, skip } = options;
  const own = plan.tasks.filter(({ id }) => ids.has(id));
  const outcomes = new Map(made.result.tasks.map((outcome) => [outcome.id, outcome]));
  // A file that only passes from task to task is left behind unless somebody outside reads it.
  const readElsewhere = new Set(plan.tasks.filter(({ id }) => !ids.has(id)).flatMap(({ inputs }) => inputs));
  return {
    schema: 1,
    complete: true,
    ...head,
    options: { snapshot, nightly, skip: [...skip].sort(), ids: [...options.ids].sort() },
    identity: made.identity,
    tasks: own.map((task) => ({
      id: task.id,
      outputs: task.outputs.map((output) => {
        const file = made.result.files.get(output.path);
        if (file === undefined) throw new Error(`Internal error: the shard did not make "${output.path}"`);
        const here = output.artifact !== undefined || output.unlisted === true || readElsewhere.has(output.path);
        return { path: output.path, digest: file.digest, size: file.size, mode: output.mode, here };
      }),
      extra: Object.fromEntries(
        task.outputs.flatMap(({ path }) => {
          const extra = made.result.extra.get(path);
          return extra === undefined ? [] : [[path, extra]];
        }),
      ),
      findings: portableFindings(outcomes.get(task.id)?.findings ?? [], made.root),
      ...checksOf(outcomes.get(task.id)),
    })),
  };
}

/** What was checked, without times: a shard that is made twice is the same twice. */
function checksOf(outcome: TaskOutcome | undefined): { readonly checks?: Check[] } {
  const checks = (outcome?.checks ?? []).map((check): Check => {
    const { ms: _ms, cases, ...rest } = check;
    if (cases === undefined) return rest;
    return {
      ...rest,
      cases: cases.map(({ name, status, text }) => ({ name, status, ...(text === undefined ? {} : { text }) })),
    };
  });
  return checks.length === 0 ? {} : { checks };
}
