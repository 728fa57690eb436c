/**
 * Index of the first byte that differs from `from` on, or -1 when both runs are equal up to the end of the shorter one.
 *
 * Compares words where both runs are aligned alike, which makes a pair of large programs affordable.
 */
export function firstDifference(a: Uint8Array, b: Uint8Array, from = 0): number {
  const end = Math.min(a.length, b.length);
  let at = from;
  while (at < end && (a.byteOffset + at) % 4 !== 0) {
    if (a[at] !== b[at]) return at;
    at++;
  }
  if ((b.byteOffset + at) % 4 === 0 && end - at >= 4) {
    const count = (end - at) >> 2;
    const wordsA = new Int32Array(a.buffer, a.byteOffset + at, count);
    const wordsB = new Int32Array(b.buffer, b.byteOffset + at, count);
    let word = 0;
    while (word < count && wordsA[word] === wordsB[word]) word++;
    at += word * 4;
  }
  while (at < end) {
    if (a[at] !== b[at]) return at;
    at++;
  }
  return -1;
}

/** Whether two runs of bytes are equal. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && firstDifference(a, b) === -1;
}

/** How many bytes differ up to the end of the shorter run, and where the first of them is (-1 for none). */
export function countDifferences(a: Uint8Array, b: Uint8Array): { readonly count: number; readonly first: number } {
  const first = firstDifference(a, b);
  if (first < 0) return { count: 0, first };
  const end = Math.min(a.length, b.length);
  let count = 0;
  for (let at = first; at < end; at++) if (a[at] !== b[at]) count++;
  return { count, first };
}
