import type { Plan } from "../plan/plan.ts";
import { bestOf, predict, type Prediction } from "../scale/machines/predict.ts";
import { partsOf } from "../scale/shards/divide-plan.ts";

/** What 1 to `most` machines would bring for a plan, and how many pay off. */
export function predictMachines(
  plan: Plan,
  most: number,
): { readonly predictions: readonly Prediction[]; readonly best: number } {
  const costs = partsOf(plan.tasks, "target").groups.map(({ cost }) => cost);
  const predictions = predict(costs, most);
  return { predictions, best: bestOf(predictions)?.machines ?? 1 };
}
