import type { Semver } from "../semver.ts";
import { compareSemver, parseSemver } from "../semver.ts";

/** Tags newest first by semver; those that are none are left out (`git.tag_sort: semver`). */
export function sortTags(tags: readonly string[], prefix: string): string[] {
  return tags
    .flatMap((tag) => {
      const version = parseSemver(tag.slice(prefix.length));
      return version === undefined ? [] : [{ tag, version }];
    })
    .sort((a, b) => compareSemver(b.version, a.version) || (a.tag < b.tag ? -1 : 1))
    .map(({ tag }) => tag);
}

/**
 * The newest tag below `current`. `smart` leaves prereleases out when `current` is none itself
 * (`git.tag_sort: smartsemver`), so that notes of `v0.2.0` start at `v0.1.0` and not at its last beta.
 */
export function semverBefore(tags: readonly string[], current: string, prefix: string, smart: boolean): string {
  const now = parseSemver(current.slice(prefix.length));
  const isBefore = (version: Semver | undefined): boolean =>
    version !== undefined &&
    (now === undefined ||
      (compareSemver(version, now) < 0 && !(smart && now.prerelease === "" && version.prerelease !== "")));
  return sortTags(tags, prefix).find((tag) => tag !== current && isBefore(parseSemver(tag.slice(prefix.length)))) ?? "";
}
