/** How far a word may be from what was written to be a likely slip. */
function tolerance(word: string): number {
  return Math.max(1, Math.floor(word.length / 3));
}

/** Single-character edits (insert, delete, replace, swap of neighbours) between two words, at most `limit + 1`. */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    let best = row;
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    before = last;
    last = current;
  }
  return last[to.length] ?? limit + 1;
}

/** The known word that was most likely meant: the nearest by edits, else one that begins like it. */
export function nearestWord(written: string, known: Iterable<string>): string | undefined {
  if (written.length > 100) return undefined;
  const wanted = written.toLowerCase().replaceAll("-", "_");
  let nearest: string | undefined;
  let least = tolerance(written) + 1;
  for (const word of known) {
    const distance = editDistance(wanted, word.toLowerCase(), least - 1);
    if (distance < least) [nearest, least] = [word, distance];
  }
  return (
    nearest ??
    [...known].find(
      (word) => word.length > 2 && (wanted.startsWith(word) || word.startsWith(wanted)) && wanted.length > 2,
    )
  );
}
