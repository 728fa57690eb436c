/** What is told of samples. The spread is half the distance between the quartiles, in hundredths of the median. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly p95: number;
  readonly spread: number;
  readonly count: number;
}

export function summarize(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  const median = at(0.5);
  return {
    median,
    least: at(0),
    p95: at(0.95),
    spread: ((at(0.75) - at(0.25)) / 2 / median) * 100,
    count: sorted.length,
  };
}

/** Times `work` in batches that last long enough for the clock; microseconds for one. */
export async function sample(
  work: () => unknown,
  { samples, minimumMs }: { readonly samples: number; readonly minimumMs: number },
): Promise<{ us: number[]; batch: number }> {
  const timed = async (batch: number): Promise<number> => {
    const start = performance.now();
    for (let index = 0; index < batch; index++) {
      const result = work();
      if (result instanceof Promise) await result;
    }
    return performance.now() - start;
  };
  await timed(1);
  let batch = 1;
  for (let took = await timed(batch); took < minimumMs; took = await timed(batch)) {
    batch = Math.min(batch * 16, Math.ceil((batch * 1.3 * minimumMs) / Math.max(took, 0.1)));
  }
  const us: number[] = [];
  for (let index = 0; index < samples; index++) us.push(((await timed(batch)) * 1000) / batch);
  return { us, batch };
}
