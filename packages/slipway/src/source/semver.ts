/** A semantic version. Numbers are `bigint`, since GoReleaser reads them as unsigned 64-bit integers. */
export interface Semver {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** Without the `-`: `rc.1`. */
  readonly prerelease: string;
  /** Without the `+`. It takes no part in comparison. */
  readonly build: string;
}

const LOOSE =
  /^v?([0-9]+)(\.[0-9]+)?(\.[0-9]+)?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;
const MAX_LENGTH = 256;
const MAX_UINT64 = (1n << 64n) - 1n;

/**
 * Reads a tag as GoReleaser 2.16 does (Masterminds/semver v3.5, coercing): a leading `v` is allowed, missing minor and
 * patch are 0, leading zeros of the three numbers are dropped, a numeric part of the prerelease may not start with 0.
 *
 * Returns `undefined` for anything else.
 */
export function parseSemver(text: string): Semver | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const match = LOOSE.exec(text);
  if (!match) return undefined;
  const [, majorText = "", minorText = ".0", patchText = ".0", prerelease = "", build = ""] = match;
  const [major, minor, patch] = [BigInt(majorText), BigInt(minorText.slice(1)), BigInt(patchText.slice(1))];
  if (major > MAX_UINT64 || minor > MAX_UINT64 || patch > MAX_UINT64) return undefined;
  if (prerelease.split(".").some((part) => /^0[0-9]+$/.test(part))) return undefined;
  return { major, minor, patch, prerelease, build };
}

/** Orders by semver 2.0.0 section 11: negative when `a` comes before `b`. */
export function compareSemver(a: Semver, b: Semver): number {
  for (const key of ["major", "minor", "patch"] as const) {
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  }
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === "") return 1;
  if (b.prerelease === "") return -1;
  const left = a.prerelease.split(".");
  const right = b.prerelease.split(".");
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareParts(left[index] ?? "", right[index] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareParts(a: string, b: string): number {
  const aNumeric = /^[0-9]+$/.test(a);
  const bNumeric = /^[0-9]+$/.test(b);
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1;
  if (aNumeric) {
    const [left, right] = [BigInt(a), BigInt(b)];
    return left === right ? 0 : left < right ? -1 : 1;
  }
  return a === b ? 0 : a < b ? -1 : 1;
}
