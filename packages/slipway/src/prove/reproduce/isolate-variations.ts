import type { VariationName } from "./variation.ts";

/**
 * Finds which variation brings each cause about by itself. `brings` makes one rebuild with some of them and tells which of the causes it shows.
 * Where variations are many and causes few it is asked about halves, so that a cause that none brings about costs a few rebuilds and not one for
 * each variation. A cause is only laid to a variation that was rebuilt with alone.
 */
export async function isolateVariations<Cause>(
  causes: readonly Cause[],
  names: readonly VariationName[],
  brings: (names: readonly VariationName[], causes: readonly Cause[]) => Promise<readonly Cause[]>,
): Promise<ReadonlyMap<Cause, VariationName>> {
  const found = new Map<Cause, VariationName>();
  const search = async (open: readonly Cause[], among: readonly VariationName[]): Promise<void> => {
    const [first, ...others] = among;
    if (open.length === 0 || first === undefined) return;
    const stillOpen = (): readonly Cause[] => open.filter((cause) => !found.has(cause));
    if (among.length <= 3 * open.length) {
      for (const cause of await brings([first], open)) found.set(cause, first);
      await search(stillOpen(), others);
    } else {
      const half = among.slice(0, Math.ceil(among.length / 2));
      await search(await brings(half, open), half);
      await search(stillOpen(), among.slice(half.length));
    }
  };
  await search(causes, names);
  return found;
}
