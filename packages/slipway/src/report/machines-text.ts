import type { Prediction } from "../scale/machines/predict.ts";
import type { Style } from "./style.ts";
import { formatTable } from "./table.ts";
import { formatMilliseconds } from "./units.ts";

/** What so many machines would bring, as a table; the number that pays off best is marked where the table reaches it. */
export function machinesText(predictions: readonly Prediction[], best: number, style: Style): string {
  const rows = predictions.map(({ machines, wall, criticalPath, minutes, cost }) => [
    `${machines}${machines === best ? " (best)" : ""}`,
    formatMilliseconds(wall * 1000),
    formatMilliseconds(criticalPath * 1000),
    String(minutes),
    `$${cost.toFixed(3)}`,
  ]);
  const table = formatTable([["machines", "wall time", "critical path", "minutes", "price"], ...rows], {
    right: [1, 2, 3, 4],
  });
  return [
    ...table.map((row, at) => (at === 0 ? style.bold(row) : row)),
    "",
    "A cold release on hosted Linux machines of 2 cores; minutes are billed, each job rounded up. Public repositories pay nothing.",
    `best: the fewest machines whose wall time is within a quarter of the shortest that any number reaches: ${best}`,
    "`slipway ci` builds on so many, or on shards.count; its jobs that prove and test what was built come on top",
    "",
  ].join("\n");
}
