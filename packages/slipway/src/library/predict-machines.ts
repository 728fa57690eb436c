import type { Config } from "../config/config.ts";
import type { Plan } from "../plan/plan.ts";
import { bestMachines, predict, type Prediction } from "../scale/machines/predict.ts";
import { isNative, partsOf } from "../scale/shards/divide-plan.ts";

/**
 * What 1 to `most` machines would bring for a plan, and how many of any number pay off: as many as `slipway ci` builds on where
 * `shards.count` names none. `shards` is that section of the project's file.
 */
export function predictMachines(
  plan: Plan,
  most: number,
  shards: Pick<Config["shards"], "by" | "native"> = { by: "cost", native: [] },
): { readonly predictions: readonly Prediction[]; readonly best: number } {
  const { groups } = partsOf(plan.tasks, shards.by, shards.native);
  const costs = groups
    .filter(({ targets }) => !targets.some((target) => isNative(target, shards.native)))
    .map(({ cost }) => cost);
  return { predictions: predict(costs, most), best: bestMachines(costs) };
}
