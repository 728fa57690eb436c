import { removeTree } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { compareRebuilt, rebuiltOf } from "./compare-rebuilt.ts";
import type { RebuildResult } from "./rebuild-request.ts";
import type { OriginalFile, ReproduceLevel, Reproduction } from "./reproduction.ts";
import { REBUILT, ownFolderInMemory, removeRebuildStrays } from "./rebuild-strays.ts";
import { isClockFile } from "./shared-clock.ts";
import { runRebuild, type RebuildBase } from "./run-rebuild.ts";
import { traceByMarks, traceByRebuilds, type TraceOptions } from "./trace-causes.ts";
import { VARIATIONS, type LeftOutVariation, type VariationName } from "./variation.ts";

/** What is rebuilt and how thoroughly. */
export interface ReproduceOptions {
  readonly level: ReproduceLevel;
  /** Instead of those of the level. */
  readonly names?: readonly VariationName[];
  readonly originals: readonly OriginalFile[];
  /** A private folder that is removed when this is over. */
  readonly folder: string;
  /** Find what brings causes about by further rebuilds. */
  readonly trace: boolean;
  /** The target to trace on, when that one differs: this machine's is the quickest. */
  readonly hostTarget: string;
  /** Told before each rebuild; of the first one, with everything varied at once, `isFirst` is true. */
  readonly onProgress: (text: string, isFirst: boolean) => void;
}

/**
 * Builds a source again from a clean clone in other surroundings, compares every file with what was built, and finds out what
 * brings about each difference.
 *
 * @throws SlipwayError `reproduce-failed` when a rebuild does not succeed
 */
export async function reproduce(base: RebuildBase, options: ReproduceOptions): Promise<Reproduction> {
  const { level, originals, folder, onProgress } = options;
  const asked = options.names ?? VARIATIONS.filter((each) => level === "full" || each.quick).map(({ name }) => name);
  const { names, leftOut } = possible(asked, base);
  const { memoryFolder } = base.abilities;
  const memory =
    memoryFolder === undefined || !names.includes("file-order") ? undefined : join(memoryFolder, memoryName(folder));
  try {
    onProgress(`rebuild with ${names.length} things varied`, true);
    const outputs = originals.map(({ path }) => path);
    if (memoryFolder !== undefined) await removeRebuildStrays(memoryFolder, isClockFile);
    if (memory !== undefined) await ownFolderInMemory(memory);
    const place = join(memory ?? folder, "rebuilt");
    const shares = level === "quick" && !options.names?.includes("module-cache");
    const rebuilt = await runRebuild(shares ? base : { ...base, sharedGoCache: "" }, { names, folder: place, outputs });
    const { result, surroundings } = rebuilt;
    try {
      const { files, difference } = await compareRebuilt(originals, result, base.signal);
      const reproducible = files.every((file) => file.result === "equal" || file.result === "equal-without-signature");
      const trace = { difference, surroundings, varied: names };
      const onFiles = tracedFiles(options, files, result);
      const traced =
        reproducible || !options.trace || difference.same || onFiles.length === 0
          ? { causes: traceByMarks(trace), rebuilds: 0 }
          : await traceByRebuilds(trace, base, {
              folder,
              memory,
              files: onFiles,
              onProgress: (text) => onProgress(text, false),
            });
      return {
        reproducible,
        level,
        commit: base.source.commit,
        version: result.version,
        varied: names.filter((name) => !surroundings.leftOut.some((each) => each.name === name && !isPartial(name))),
        leftOut: [...leftOut, ...surroundings.leftOut],
        files,
        causes: traced.causes,
        residual: difference.residual,
        shared: result.shared,
        rebuilds: traced.rebuilds + 1,
      };
    } finally {
      await removeTree(place);
    }
  } finally {
    if (memory !== undefined) await removeTree(memory);
    await removeTree(folder);
  }
}

/** What a machine cannot vary wholly still varies in part. */
function isPartial(name: VariationName): boolean {
  return name === "user" || name === "host" || name === "locale" || name === "clock";
}

/** Leaves out what would make another source of it, or what this machine cannot do. */
function possible(
  asked: readonly VariationName[],
  base: RebuildBase,
): { readonly names: readonly VariationName[]; readonly leftOut: readonly LeftOutVariation[] } {
  const leftOut: LeftOutVariation[] = [];
  const names = asked.filter((name) => {
    const reason = reasonAgainst(name, base);
    if (reason !== undefined) leftOut.push({ name, reason });
    return reason === undefined;
  });
  return { names, leftOut };
}

function reasonAgainst(name: VariationName, { source, abilities }: RebuildBase): string | undefined {
  if (name === "shallow" && source.tag === "")
    return "the commit has no tag of its own, so its version is counted from tags that a shallow clone lacks";
  if (name === "file-order" && abilities.memoryFolder === undefined)
    return "no file system here lets us choose the order of files in folders";
  return undefined;
}

function memoryName(folder: string): string {
  return `${REBUILT}${folder.replace(/[^A-Za-z0-9]+/g, "-").slice(-60)}`;
}

/** The files to trace on: those of one target that differ, without lists of digests, which would need everything else. */
function tracedFiles(
  options: ReproduceOptions,
  files: Reproduction["files"],
  result: RebuildResult,
): TraceOptions["files"] {
  const asked = new Set(tracedOutputs(options, files));
  return options.originals.flatMap((original) => {
    const rebuilt = asked.has(original.path) ? rebuiltOf(original, result) : undefined;
    return rebuilt === undefined ? [] : [{ path: original.path, rebuilt: rebuilt.path }];
  });
}

function tracedOutputs(options: ReproduceOptions, files: Reproduction["files"]): readonly string[] {
  const different = new Set(files.filter((file) => file.result === "different").map(({ path }) => path));
  const candidates = options.originals.filter(({ path, isList }) => different.has(path) && !isList);
  // A list differs from one of other files, whatever is varied.
  if (candidates.length === 0) return files.some(({ result }) => result === "missing") ? [] : [...different];
  const targets = candidates.map(({ target }) => target);
  const target = targets.includes(options.hostTarget) ? options.hostTarget : targets.find((each) => each !== undefined);
  return candidates.filter((each) => each.target === target || each.target === undefined).map(({ path }) => path);
}
