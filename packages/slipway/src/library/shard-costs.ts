import { SlipwayError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { Task } from "../plan/task.ts";
import { partsOf } from "../scale/shards/divide-plan.ts";

/**
 * The plan with the costs that a plan file gives its tasks. Of the file only ids and costs count, and it must be of the same tasks.
 *
 * @throws SlipwayError `shard-invalid` for a file that is no plan, `shard-mismatch` for a plan of other tasks.
 */
export function costsFromPlan(plan: Plan, { file, text }: { readonly file: string; readonly text: string }): Plan {
  const costs = readCosts(file, text);
  const { rest } = partsOf(plan.tasks, "target");
  const cut = plan.tasks.filter(({ id }) => !rest.has(id));
  const absent = cut.find(({ id }) => !costs.has(id));
  if (absent !== undefined) {
    throw new SlipwayError(
      "shard-mismatch",
      `The plan in "${file}" is not of this work: it lacks the task "${absent.id}"`,
      {
        hint: "make it from this commit with the flags of the release: slipway plan --json",
      },
    );
  }
  const costed = (task: Task): Task => ({
    ...task,
    resources: { ...task.resources, cost: costs.get(task.id) ?? task.resources.cost },
  });
  return { ...plan, tasks: plan.tasks.map(costed) };
}

function readCosts(file: string, text: string): ReadonlyMap<string, number> {
  try {
    const { tasks } = JSON.parse(text) as { tasks: readonly Task[] };
    const costs = new Map(tasks.map(({ id, resources }) => [id, resources.cost]));
    if ([...costs].every(([id, cost]) => typeof id === "string" && Number.isFinite(cost) && cost >= 0)) return costs;
  } catch {
    // Told below.
  }
  throw new SlipwayError("shard-invalid", `"${file}" is no plan`, {
    expected: "what slipway plan --json prints",
  });
}
