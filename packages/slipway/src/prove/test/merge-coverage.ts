/** What one coverage profile says of a block: its statements and how often it ran. */
interface Block {
  readonly statements: number;
  count: number;
}

/**
 * Merges coverage profiles of Go tests (`mode: set|count|atomic`, then `file:line.column,line.column statements count`): a block
 * that ran on any platform ran. Lines come sorted, as `go tool cover` wants them.
 */
export function mergeCoverage(profiles: readonly string[]): string {
  let mode = "set";
  const blocks = new Map<string, Block>();
  for (const profile of profiles) {
    for (const line of profile.split("\n")) {
      const head = /^mode: (\w+)/u.exec(line);
      if (head !== null) mode = head[1]!;
      const match = /^(.+:\d+\.\d+,\d+\.\d+) (\d+) (\d+)\r?$/u.exec(line);
      if (match === null) continue;
      const [, place = "", statements, count] = match;
      const known = blocks.get(place);
      if (known === undefined) blocks.set(place, { statements: Number(statements), count: Number(count) });
      else known.count = mode === "set" ? Math.max(known.count, Number(count)) : known.count + Number(count);
    }
  }
  const lines = [...blocks].sort(([a], [b]) => (a < b ? -1 : 1));
  return `mode: ${mode}\n${lines.map(([place, { statements, count }]) => `${place} ${statements} ${count}\n`).join("")}`;
}

/** Percent of statements that ran. */
export function coveredPercent(profile: string): number {
  let all = 0;
  let ran = 0;
  for (const [, statements, count] of profile.matchAll(/ (\d+) (\d+)$/gmu)) {
    all += Number(statements);
    if (count !== "0") ran += Number(statements);
  }
  return all === 0 ? 0 : Math.round((ran / all) * 1000) / 10;
}
