/** Whether a target is meant by any of some patterns (`linux/*`, `windows/amd64`, `*`); none mean all. */
export function matchesTarget(
  { os, arch }: { readonly os: string; readonly arch: string },
  patterns: readonly string[],
): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => {
    const [wantedOs = "*", wantedArch = "*"] = pattern.split(/[/_]/u);
    return (wantedOs === "*" || wantedOs === os) && (wantedArch === "*" || wantedArch === arch);
  });
}
