import { SlipwayError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { fileHead } from "../platform/file/file-head.ts";
import { glob } from "../platform/glob/glob.ts";
import { join } from "../platform/path.ts";
import { baseSlash } from "./archive/slash-path.ts";

/** One line of `extra_files`, with templates filled in. */
export interface PlannedExtraFile extends JsonObject {
  readonly glob: string;
  /** The name to give; `""` for the file's own. */
  readonly name: string;
}

/** Where globs look, and what they do not see unless they name it. */
export interface ExtraFileOptions {
  readonly root: string;
  readonly dist: string;
}

/** What the globs of `extra_files` found. */
export interface FoundExtraFiles {
  /** Paths relative to root, by the name that the release gives them. A later line wins. */
  readonly files: ReadonlyMap<string, string>;
  readonly folders: readonly string[];
}

/**
 * Finds the files of `extra_files` (GoReleaser `internal/extrafiles`); folders are passed over.
 *
 * @throws SlipwayError `file-not-found`, `glob-invalid`, and `archive-failed` when several files would get one name.
 */
export async function findExtraFiles(
  lines: readonly PlannedExtraFile[],
  options: ExtraFileOptions,
): Promise<FoundExtraFiles> {
  const files = new Map<string, string>();
  const folders: string[] = [];
  for (const line of lines) {
    if (line.glob === "") continue;
    const found = await glob(line.glob, { root: options.root, unlessNamed: [".git", options.dist] });
    folders.push(...found.folders);
    if (found.files.length > 1 && line.name !== "") {
      throw new SlipwayError("archive-failed", `Cannot call ${found.files.length} files "${line.name}"`, {
        expected: "a glob that matches one file where a name_template is given",
        actual: found.files.join(", "),
      });
    }
    for (const file of found.files) {
      const head = await fileHead(join(options.root, file));
      if (head?.type === "file" || head?.type === "symlink") files.set(line.name || baseSlash(file), file);
    }
  }
  return { files, folders };
}
