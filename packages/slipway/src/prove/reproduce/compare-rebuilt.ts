import { diffFiles } from "../../diff/diff-paths.ts";
import type { Difference } from "../../diff/difference.ts";
import { join } from "../../platform/path.ts";
import type { RebuildResult, RebuiltFile } from "./rebuild-request.ts";
import type { FileResult, OriginalFile, ReproducedFile } from "./reproduction.ts";

/** What came out of comparing a rebuild with what it rebuilds. */
export interface Compared {
  readonly files: readonly ReproducedFile[];
  readonly difference: Difference;
}

const NOTHING: Difference = { same: true, causes: [], residual: [], compared: 0, leftOut: [] };

/** The file of a rebuild that stands for one of the release: a release that was downloaded has names and no paths. */
export function rebuiltOf({ path, name }: OriginalFile, { files }: RebuildResult): RebuiltFile | undefined {
  return files.find((file) => file.path === path) ?? files.find((file) => file.name === name);
}

/** Compares every file by its digest, and those that differ by cause. */
export async function compareRebuilt(
  originals: readonly OriginalFile[],
  result: RebuildResult,
  signal: AbortSignal,
): Promise<Compared> {
  const found = new Map(originals.map((original) => [original, rebuiltOf(original, result)]));
  const rebuilt = (original: OriginalFile): RebuiltFile | undefined => found.get(original);
  const pairs = originals.flatMap((original) => {
    const { path, place, digest } = original;
    const other = rebuilt(original);
    if (place === undefined || other === undefined || other.digest === digest) return [];
    return [{ path, a: place, b: join(result.dist, other.path) }];
  });
  const difference = pairs.length === 0 ? NOTHING : await diffFiles(pairs, { signal });
  // Whatever differs in a file, members of archives included: what follows from other files is judged with them.
  const codes = new Map<string, Set<string>>();
  for (const { code, places } of difference.causes)
    for (const { path } of places) codes.set(path, (codes.get(path) ?? new Set()).add(code));
  const codesOf = (path: string): readonly string[] =>
    [...codes].flatMap(([other, found]) => (other === path || other.startsWith(`${path}/`) ? [...found] : []));
  const outcomeOf = (original: OriginalFile): FileResult | "follows" => {
    const other = rebuilt(original);
    if (other === undefined) return "missing";
    if (other.digest === original.digest) return "equal";
    const its = codesOf(original.path);
    if (its.length === 0 || its.some((code) => code !== "signature" && code !== "digest")) return "different";
    return its.includes("signature") ? "equal-without-signature" : "follows";
  };
  const outcomes = originals.map(outcomeOf);
  const allSigned = outcomes.every((outcome) => outcome !== "different" && outcome !== "missing");
  const files = originals.map((original, index): ReproducedFile => {
    const { path, name, digest } = original;
    const outcome = outcomes[index]!;
    const result =
      outcome !== "follows"
        ? outcome
        : allSigned && outcomes.includes("equal-without-signature")
          ? "equal-without-signature"
          : "different";
    return { path, name, digest, rebuilt: rebuilt(original)?.digest ?? null, result };
  });
  return { files, difference };
}
