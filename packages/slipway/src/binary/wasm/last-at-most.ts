/** The last of `count` values that never fall that is at most `most`, or -1. */
export function lastAtMost(count: number, value: (index: number) => number, most: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(middle) <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
