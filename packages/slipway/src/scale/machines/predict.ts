import { HOSTED_PRICES, type MachinePrice } from "./prices.ts";

/** What so many machines would bring. Times in seconds. */
export interface Prediction {
  readonly machines: number;
  /** From the start of the first to the end of the merge. */
  readonly wall: number;
  /** The same without what each machine needs before it can build: what more machines cannot shorten below. */
  readonly criticalPath: number;
  /** Whole minutes that are billed, of all machines together. */
  readonly minutes: number;
  /** US dollars. */
  readonly cost: number;
}

/** Seconds before a machine builds: it starts, checks out, gets Node, Go and modules. */
const SETUP = 30;
/** Seconds in which shards are fetched, checked and joined. */
const MERGE = 15;
/** How many cores one target can use while it compiles, whatever the machine has: its packages wait for each other. */
const CORES_OF_A_TARGET = 1.8;

/**
 * Predicts a cold release on 1 to `most` machines. `costs` are CPU seconds of each target.
 *
 * Shards are cut as `dividePlan` cuts them by cost.
 */
export function predict(
  costs: readonly number[],
  most: number,
  machine: MachinePrice = HOSTED_PRICES[0]!,
): Prediction[] {
  return Array.from({ length: most }, (_, at) => predictFor(costs, at + 1, machine));
}

function predictFor(costs: readonly number[], machines: number, { cores, perMinute }: MachinePrice): Prediction {
  const loads = Array.from({ length: machines }, () => ({ sum: 0, longest: 0 }));
  for (const cost of costs.toSorted((a, b) => b - a)) {
    const load = loads.reduce((best, each) => (each.sum < best.sum ? each : best));
    load.sum += cost;
    load.longest = Math.max(load.longest, cost);
  }
  const seconds = loads.map(({ sum, longest }) => Math.max(sum / cores, longest / Math.min(cores, CORES_OF_A_TARGET)));
  const criticalPath = Math.max(...seconds);
  const merge = machines === 1 ? 0 : SETUP + MERGE;
  const jobs = [...seconds.map((each) => each + SETUP), ...(machines === 1 ? [] : [merge])];
  const minutes = jobs.reduce((sum, each) => sum + Math.ceil(each / 60), 0);
  return { machines, wall: SETUP + criticalPath + merge, criticalPath, minutes, cost: minutes * perMinute };
}

/** The fewest machines whose wall time is within a quarter of the best that any number of them reaches. */
export function bestOf(predictions: readonly Prediction[]): Prediction | undefined {
  const shortest = Math.min(...predictions.map(({ wall }) => wall));
  return predictions.find(({ wall }) => wall <= shortest * 1.25);
}

/** How many machines pay off for targets of these costs; at most one for each. */
export function bestMachines(costs: readonly number[]): number {
  return bestOf(predict(costs, Math.max(1, costs.length)))?.machines ?? 1;
}
