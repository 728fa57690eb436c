import { promises as fs } from "node:fs";
import { join } from "node:path";
import { SlipwayError } from "../../errors.ts";
import { isErrno } from "../file/errno.ts";
import { compileGlob, GlobFault, type GlobPattern } from "./glob-pattern.ts";

/** Where and how to look. */
export interface GlobOptions {
  /** Absolute folder that the pattern is relative to. */
  readonly root: string;
  /** Folders (relative to root) that a pattern reaches only by naming them: `.git`, and what is being written. */
  readonly unlessNamed?: readonly string[];
}

/** What a glob found. */
export interface GlobResult {
  /** Files and symbolic links, relative to root with `/` separators, in the order of a sorted walk. */
  readonly files: readonly string[];
  /** Absolute folders that were listed: a new entry in one of them may change the result. */
  readonly folders: readonly string[];
}

/**
 * Finds files as GoReleaser does (goreleaser/fileglob): a folder that matches stands for all files under it, symbolic
 * links are taken as links, and a pattern without matchers must name something.
 *
 * @throws SlipwayError `glob-invalid` for a malformed pattern or one that leaves the root, `file-not-found` when a
 * pattern without matchers names nothing.
 */
export async function glob(pattern: string, options: GlobOptions): Promise<GlobResult> {
  const text = pattern.replace(/^\.\//u, "").replace(/\/$/u, "");
  const compiled = compile(text, pattern);
  const outside = compiled.prefix.startsWith("/") || compiled.prefix.split("/").includes("..");
  if (outside || pattern.startsWith("/")) {
    throw new SlipwayError("glob-invalid", `Cannot use the glob "${pattern}": it leaves the project's folder`, {
      expected: "a pattern relative to the project's folder, without ..",
      actual: pattern,
      hint: "copy what lies outside into the project with a hook",
    });
  }
  const walk = new Walk(compiled, options);
  const start = compiled.literal ? compiled.prefix : await deepestFolder(options.root, compiled.prefix);
  const stat = await lstat(join(options.root, start));
  if (compiled.literal && stat?.isSymbolicLink()) return { files: [text], folders: [] };
  const followed = stat?.isSymbolicLink() ? await fs.stat(join(options.root, start)).catch(() => undefined) : stat;
  if (followed === undefined) {
    if (!compiled.literal) return { files: [], folders: [options.root] };
    throw new SlipwayError("file-not-found", `No file matches "${pattern}"`, {
      expected: `a file or folder "${compiled.prefix}" in ${options.root}`,
      actual: "nothing of that name",
      hint: "correct the name, or write a glob (a trailing * will do) when the file may be missing",
    });
  }
  if (!followed.isDirectory()) {
    return { files: compiled.matches(start) ? [start] : [], folders: [] };
  }
  await walk.folder(start, false);
  return { files: walk.files, folders: walk.folders };
}

class Walk {
  readonly files: string[] = [];
  readonly folders: string[] = [];
  readonly #pattern: GlobPattern;
  readonly #options: GlobOptions;

  constructor(pattern: GlobPattern, options: GlobOptions) {
    this.#pattern = pattern;
    this.#options = options;
  }

  async folder(path: string, taken: boolean): Promise<void> {
    const all = taken || this.#pattern.matches(path);
    const absolute = join(this.#options.root, path);
    this.folders.push(absolute);
    const entries = await fs.readdir(absolute, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inner = path === "." ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (this.#hidden(inner)) continue;
        if (all || this.#pattern.mayMatchInside(inner) || this.#pattern.matches(inner)) await this.folder(inner, all);
      } else if (all || this.#pattern.matches(inner)) this.files.push(inner);
    }
  }

  #hidden(path: string): boolean {
    const { prefix } = this.#pattern;
    return (this.#options.unlessNamed ?? []).some(
      (folder) => folder === path && prefix !== folder && !prefix.startsWith(`${folder}/`),
    );
  }
}

/** Where the walk starts. With the listing of an existing folder a file that appears later is noticed. */
async function deepestFolder(root: string, prefix: string): Promise<string> {
  for (let path = prefix; path !== "."; path = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".") {
    if ((await lstat(join(root, path))) !== undefined) return path;
  }
  return ".";
}

async function lstat(path: string): Promise<Awaited<ReturnType<typeof fs.lstat>> | undefined> {
  try {
    return await fs.lstat(path);
  } catch (error) {
    if (isErrno(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

function compile(text: string, pattern: string): GlobPattern {
  try {
    return compileGlob(text);
  } catch (error) {
    if (!(error instanceof GlobFault)) throw error;
    throw new SlipwayError("glob-invalid", `Cannot read the glob "${pattern}": ${error.message}`, {
      expected: "*, **, ?, [abc], [!abc], [a-z] or {one,two}; \\ before a character that means itself",
      actual: pattern,
    });
  }
}
