import { diffFiles } from "../../diff/diff-paths.ts";
import type { Difference } from "../../diff/difference.ts";
import { join } from "../../platform/path.ts";
import type { RebuildResult, RebuiltFile } from "./rebuild-request.ts";
import type { OriginalFile, ReproducedFile } from "./reproduction.ts";

/** What came out of comparing a rebuild with what it rebuilds. */
export interface Compared {
  readonly files: readonly ReproducedFile[];
  readonly difference: Difference;
}

const NOTHING: Difference = { same: true, causes: [], residual: [], compared: 0 };

/** Compares every file by its digest, and those that differ by cause. */
export async function compareRebuilt(
  originals: readonly OriginalFile[],
  result: RebuildResult,
  signal: AbortSignal,
): Promise<Compared> {
  // A release that was downloaded has names and no paths.
  const byPath = new Map(result.files.map((file) => [file.path, file]));
  const byName = new Map(result.files.map((file) => [file.name, file]));
  const rebuiltOf = ({ path, name }: OriginalFile): RebuiltFile | undefined => byPath.get(path) ?? byName.get(name);
  const pairs = originals.flatMap((original) => {
    const { path, place, digest } = original;
    const other = rebuiltOf(original);
    if (place === undefined || other === undefined || other.digest === digest) return [];
    return [{ path, a: place, b: join(result.dist, other.path) }];
  });
  const difference = pairs.length === 0 ? NOTHING : await diffFiles(pairs, { signal });
  const beyondSignatures = new Set(
    difference.causes
      .filter(({ code }) => code !== "signature" && code !== "digest")
      .flatMap(({ places }) => places.map(({ path }) => path)),
  );
  const isSigned = (path: string): boolean =>
    pairs.some((pair) => pair.path === path) &&
    ![...beyondSignatures].some((other) => other === path || other.startsWith(`${path}/`));
  const files = originals.map((original): ReproducedFile => {
    const { path, name, digest } = original;
    const other = rebuiltOf(original)?.digest ?? null;
    const outcome =
      other === null
        ? "missing"
        : other === digest
          ? "equal"
          : isSigned(path)
            ? "equal-without-signature"
            : "different";
    return { path, name, digest, rebuilt: other, result: outcome };
  });
  return { files, difference };
}
