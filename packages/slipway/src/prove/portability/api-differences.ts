import type { TargetFacts } from "./helper/helper-shapes.ts";
import type { ApiDifference, TargetReport } from "./portability-report.ts";

/** What targets have of the API that all of them together have. */
export interface ApiComparison {
  readonly shares: ReadonlyMap<string, TargetReport["api"]>;
  readonly differences: readonly ApiDifference[];
}

/**
 * Compares the exported names of importable packages. A name counts with its type, so a function with two signatures is two
 * names that each exist on some targets only. Targets that could not be listed are left out of the comparison.
 */
export function compareApi(targets: readonly TargetFacts[]): ApiComparison {
  const told = targets.filter((target) => target.failure === undefined);
  const have = new Map<string, { readonly package: string; readonly item: string; readonly targets: string[] }>();
  for (const target of told) {
    for (const [path, items] of Object.entries(target.api)) {
      for (const item of new Set(items)) {
        const key = `${path}\n${item}`;
        const entry = have.get(key) ?? { package: path, item, targets: [] };
        entry.targets.push(target.name);
        have.set(key, entry);
      }
    }
  }
  const entries = [...have.values()].sort((a, b) => order(a.package, b.package) || order(a.item, b.item));
  const names = told.map((target) => target.name);
  const shares = new Map(
    names.map((name) => {
      const count = entries.filter((entry) => entry.targets.includes(name)).length;
      return [name, { have: count, of: entries.length, percent: percentOf(count, entries.length) }];
    }),
  );
  const differences = entries
    .filter((entry) => entry.targets.length < names.length)
    .map((entry) => ({ ...entry, missing: names.filter((name) => !entry.targets.includes(name)) }));
  return { shares, differences };
}

/** With one decimal, rounded down: only all of it is 100. */
function percentOf(count: number, all: number): number {
  return all === 0 ? 100 : Math.floor((count * 1000) / all) / 10;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
