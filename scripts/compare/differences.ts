import type { DistShape } from "./dist-shape.ts";

/** Every difference between two dist folders, one line each; empty when they agree. */
export function differences(goreleaser: DistShape, slipway: DistShape): string[] {
  return [
    ...lists("dist", goreleaser.files, slipway.files, false),
    ...maps("archive", goreleaser.archives, slipway.archives),
    ...maps("checksum file", goreleaser.checksums, slipway.checksums),
    ...lists("artifacts.json", sorted(goreleaser.artifacts), sorted(slipway.artifacts), false),
  ];
}

function maps(
  what: string,
  left: Readonly<Record<string, readonly string[]>>,
  right: Readonly<Record<string, readonly string[]>>,
): string[] {
  return Object.keys(left)
    .filter((name) => right[name] !== undefined)
    .flatMap((name) => lists(`${what} ${name}`, left[name] ?? [], right[name] ?? [], true));
}

/** What only one side has; where both have the same set and order matters, the first place where it differs. */
function lists(what: string, left: readonly string[], right: readonly string[], ordered: boolean): string[] {
  const onlyLeft = subtract(left, right);
  const onlyRight = subtract(right, left);
  const lines = [
    ...onlyLeft.map((line) => `${what}: only GoReleaser has ${line}`),
    ...onlyRight.map((line) => `${what}: only Slipway has    ${line}`),
  ];
  if (lines.length > 0 || !ordered) return lines;
  const index = left.findIndex((line, at) => line !== right[at]);
  return index === -1
    ? []
    : [`${what}: order differs at ${index + 1}: GoReleaser ${left[index]}, Slipway ${right[index]}`];
}

/** Multiset difference. */
function subtract(from: readonly string[], other: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = counts.get(line) ?? 0;
    counts.set(line, count - 1);
    return count <= 0;
  });
}

function sorted(lines: readonly string[]): string[] {
  return [...lines].sort((a, b) => (a < b ? -1 : 1));
}
