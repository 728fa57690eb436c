/** Flags that GoReleaser had before version 2 and scripts may still hold, by what says the same now. */
const REMOVED: Readonly<Record<string, string>> = {
  "--debug": "--verbose",
  "--rm-dist": "--clean",
  "--skip-post-hooks": "--skip=post-hooks",
};

/** The steps that had a flag of their own each. */
const STEPS = ["announce", "before", "docker", "ko", "publish", "sbom", "sign", "validate"];

/** What to write for a flag that GoReleaser 2 has no more; `undefined` for every other. */
export function successorOfFlag(flag: string): string | undefined {
  const step = STEPS.find((each) => flag === `--skip-${each}`);
  return step === undefined ? (Object.hasOwn(REMOVED, flag) ? REMOVED[flag] : undefined) : `--skip=${step}`;
}
