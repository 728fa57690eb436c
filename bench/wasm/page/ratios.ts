import type { ContenderName } from "./contenders.ts";
import type { Summary } from "./statistics.ts";

/** What one contender's median is against another's, and what it should be. */
export interface Ratio {
  readonly what: string;
  readonly value: number;
  readonly goal: string;
  readonly holds: boolean;
}

/** By contender; those that were not chosen are not there. */
export type Reads = Readonly<Partial<Record<ContenderName, Summary & { readonly batch: number }>>>;

/** The ratios that the runtime is held to, of medians of one run. */
export function ratiosOf(reads: Reads): readonly Ratio[] {
  const over = (a: ContenderName, b: ContenderName): number =>
    (reads[a]?.median ?? Number.NaN) / (reads[b]?.median ?? Number.NaN);
  const atLeast = (what: string, value: number, goal: number): Ratio => ({
    what,
    value,
    goal: `at least ${goal}`,
    holds: value >= goal,
  });
  const atMost = (what: string, value: number, goal: number): Ratio => ({
    what,
    value,
    goal: `at most ${goal}`,
    holds: value <= goal,
  });
  return [
    atLeast("browser_wasi_shim / memory", over("shim", "memory"), 10),
    atMost("memory / MEMFS", over("memory", "memfs"), 1.1),
    atMost("OPFS / memory", over("opfs", "memory"), 1.6),
    atMost("transferred / memory", over("transfer", "memory"), 4),
    atLeast("fetch / memory", over("fetch", "memory"), 50),
    atLeast("fetch / OPFS", over("fetch", "opfs"), 50),
    atLeast("fetch / ring", over("fetch", "ring"), 50),
    atLeast("fetch / transferred", over("fetch", "transfer"), 50),
  ].filter(({ value }) => !Number.isNaN(value));
}
