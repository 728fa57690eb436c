import { diffFiles } from "../../diff/diff-paths.ts";
import type { Difference } from "../../diff/difference.ts";
import { join } from "../../platform/path.ts";
import type { RebuildResult } from "./rebuild-request.ts";
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
  const rebuilt = new Map(result.files.map((file) => [file.path, file]));
  const different = originals.filter(({ path, digest }) => rebuilt.has(path) && rebuilt.get(path)!.digest !== digest);
  const pairs = different.flatMap(({ path, place }) =>
    place === undefined ? [] : [{ path, a: place, b: join(result.dist, path) }],
  );
  const difference = pairs.length === 0 ? NOTHING : await diffFiles(pairs, { signal });
  const beyondSignatures = new Set(
    difference.causes
      .filter(({ code }) => code !== "signature" && code !== "digest")
      .flatMap(({ places }) => places.map(({ path }) => path)),
  );
  const isSigned = (path: string): boolean =>
    pairs.some((pair) => pair.path === path) &&
    ![...beyondSignatures].some((other) => other === path || other.startsWith(`${path}/`));
  const files = originals.map(({ path, name, digest }): ReproducedFile => {
    const other = rebuilt.get(path)?.digest ?? null;
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
