/** The newest release of the form `vN.N.N` in what `git ls-remote --tags` prints, with the commit that its tag leads to. */
export function newestRelease(listing: string): { readonly version: string; readonly commit: string } | undefined {
  const commits = new Map<string, string>();
  for (const line of listing.split("\n")) {
    const match = /^([0-9a-f]{40})\trefs\/tags\/(v\d+\.\d+\.\d+)(\^\{\})?$/u.exec(line.trim());
    // An annotated tag is listed twice; the line with the braces has the commit.
    if (match?.[1] && match[2] && (match[3] !== undefined || !commits.has(match[2]))) commits.set(match[2], match[1]);
  }
  const [newest] = [...commits].toSorted(([a], [b]) => compareVersions(b, a));
  return newest && { version: newest[0], commit: newest[1] };
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.slice(1).split(".").map(Number));
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
