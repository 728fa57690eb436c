import { GoError, string } from "../value/value.ts";
import type { GoFunction } from "../value/value.ts";
import type { ByteString } from "../text/byte-string.ts";
import { ofStrings } from "./function.ts";

const MAX_UINT = 2n ** 64n - 1n;
const MAX_LENGTH = 256;
const LOOSE =
  /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

type Part = "major" | "minor" | "patch";

/** What `incmajor`, `incminor` and `incpatch` read (Masterminds/semver 3 `NewVersion`): `v`, and parts left out, are fine. */
function increment(version: ByteString, part: Part): ByteString {
  if (version.length > MAX_LENGTH) {
    throw new GoError(`version string is too long (max ${MAX_LENGTH} bytes)`);
  }
  const match = LOOSE.exec(version);
  if (match === null) {
    throw new GoError("invalid semantic version");
  }
  const [major, minor, patch] = [match[1], match[2], match[3]].map((digits) => parseUint(digits ?? "0"));
  const prerelease = match[4] ?? "";
  if (prerelease.split(".").some((word) => /^0[0-9]+$/.test(word))) {
    throw new GoError("version segment starts with 0");
  }
  const next: Record<Part, readonly [bigint | undefined, bigint | undefined, bigint | undefined]> = {
    major: [add(major, part, "major"), 0n, 0n],
    minor: [major, add(minor, part, "minor"), 0n],
    // A pre-release comes before its version, which is thus the next patch.
    patch: [major, minor, prerelease === "" ? add(patch, part, "patch") : patch],
  };
  return (version.startsWith("v") ? "v" : "") + next[part].join(".");
}

function parseUint(digits: string): bigint {
  const value = BigInt(digits);
  if (value > MAX_UINT) {
    throw new GoError(`error parsing version segment: strconv.ParseUint: parsing "${digits}": value out of range`);
  }
  return value;
}

function add(value: bigint | undefined, part: Part, own: Part): bigint {
  if (part === own && value === MAX_UINT) {
    throw new GoError(`${part} version increment would overflow uint64`);
  }
  return (value ?? 0n) + 1n;
}

/** `incmajor`, `incminor`, `incpatch`. */
export const VERSION_FUNCTIONS: Readonly<Record<string, GoFunction>> = {
  incmajor: ofStrings(1, (version = "") => string(increment(version, "major"))),
  incminor: ofStrings(1, (version = "") => string(increment(version, "minor"))),
  incpatch: ofStrings(1, (version = "") => string(increment(version, "patch"))),
};
