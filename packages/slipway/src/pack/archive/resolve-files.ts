import { SlipwayError } from "../../errors.ts";
import { exists } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { glob } from "../../platform/glob/glob.ts";
import { hasMatchers } from "../../platform/glob/glob-pattern.ts";
import type { PlannedFile, PlannedInfo } from "./planned-file.ts";
import { baseSlash, dirSlash, joinSlash, relativeSlash } from "./slash-path.ts";

/** A file that a glob found, and its name in the archive. */
export interface ResolvedFile {
  /** Relative to the project's folder. */
  readonly source: string;
  readonly dst: string;
  readonly info: PlannedInfo;
}

/** What resolving tells besides the files. */
export interface Resolution {
  readonly files: readonly ResolvedFile[];
  /** Absolute folders that were listed. */
  readonly folders: readonly string[];
  /** Sentences for the reader: globs that matched nothing, files left out. */
  readonly warnings: readonly string[];
}

/** Where globs look, and what they do not see unless they name it. */
export interface ResolveOptions {
  readonly root: string;
  /** Dist relative to root. */
  readonly dist: string;
}

/**
 * Finds the files of an archive: globs in order, names by `dst` and `strip_parent`, sorted by name, the first of equal
 * names kept (GoReleaser `internal/archivefiles`).
 *
 * A glob that matches nothing is only told. Globs see `.git` and dist only when they begin with them.
 *
 * @throws SlipwayError `archive-failed` for a name without wildcards that nothing has.
 */
export async function resolveFiles(files: readonly PlannedFile[], options: ResolveOptions): Promise<Resolution> {
  const found: ResolvedFile[] = [];
  const folders = new Set<string>();
  const warnings: string[] = [];
  for (const file of files) {
    const result = await glob(file.glob, { root: options.root, unlessNamed: [".git", options.dist] });
    for (const folder of result.folders) folders.add(folder);
    if (result.files.length === 0) {
      // A glob may match nothing, a name that is written out must be there, as for GoReleaser.
      if (!hasMatchers(file.glob) && !(await exists(join(options.root, file.glob)))) {
        throw new SlipwayError("archive-failed", `Cannot find the file "${file.glob}" to be packed`, {
          expected: "a file or folder of that name",
          actual: "nothing is there",
          hint: "correct the name, or make the file in a before hook",
        });
      }
      if (!file.silent) warnings.push(`No file matches "${file.glob}"`);
      continue;
    }
    const prefix =
      !hasMatchers(file.glob) && (await exists(join(options.root, file.glob)))
        ? joinSlash(file.glob)
        : dirSlash(commonPrefix(result.files));
    for (const source of result.files) found.push({ source, dst: destination(file, prefix, source), info: file.info });
  }
  found.sort((a, b) => (a.dst < b.dst ? -1 : a.dst > b.dst ? 1 : 0));
  const kept = new Map<string, ResolvedFile>();
  for (const file of found) {
    const first = kept.get(file.dst);
    if (first === undefined) kept.set(file.dst, file);
    else if (first.source !== file.source) {
      warnings.push(`"${file.source}" is left out: "${file.dst}" is already in the archive, from "${first.source}"`);
    }
  }
  return { files: [...kept.values()], folders: [...folders], warnings };
}

function destination(file: PlannedFile, prefix: string, source: string): string {
  if (file.stripParent) return joinSlash(file.dst, baseSlash(source));
  if (file.dst !== "") return joinSlash(file.dst, relativeSlash(prefix, source));
  return joinSlash(source);
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0] ?? "";
  for (const text of texts) {
    let same = 0;
    while (same < prefix.length && same < text.length && prefix[same] === text[same]) same++;
    prefix = prefix.slice(0, same);
  }
  return prefix;
}
