import { SlipwayError } from "../../errors.ts";
import { isInternal, type Output } from "../../plan/task.ts";
import { isErrno } from "../../platform/file/errno.ts";
import {
  TEMPORARY_MARK,
  ensureFolder,
  moveFile,
  readTextIfExists,
  removeEmptyFolder,
  removeTree,
  setFileTime,
  writeFileAtomic,
} from "../../platform/file/files.ts";
import { basename, dirname, isAbsolute, join, relative, resolve } from "../../platform/path.ts";
import { fileState, type PathState } from "../../platform/file/stat-snapshot.ts";
import { filesBelow, listFolder } from "../../platform/file/walk.ts";
import { NOTE_IN_DIST, readOwned, writeOwned } from "./owned-files.ts";

/** What a workspace is opened with. Paths are absolute. */
export interface WorkspaceOptions {
  readonly root: string;
  readonly dist: string;
  /** The project's folder in the cache. */
  readonly project: string;
  /** Whether that folder is gone after this run. */
  readonly passing: boolean;
  /** The project's folder in the cache that was asked for. */
  readonly lasting: string;
  readonly clean: boolean;
  /** Every file of the plan, and paths in dist that are written beside it. */
  readonly outputs: readonly Output[];
  readonly alsoOwned: readonly string[];
  /** Files in dist that may be there although no run of ours here made them: shards that were fetched. They stay. */
  readonly known: readonly string[];
}

/**
 * The folders of a run: dist for artifacts, `out` in the cache for internal files, a staging folder beside the final
 * places so that a finished file gets there by one rename, and the note of which files in dist are ours.
 */
export class Workspace {
  readonly root: string;
  readonly dist: string;
  readonly project: string;
  readonly #passing: boolean;
  readonly #staging: string;
  readonly #outputs = new Map<string, Output>();
  readonly #planned: ReadonlySet<string>;
  #owned: ReadonlySet<string>;
  /** Internal files that found no room in the cache and stay in staging for this run. */
  readonly #stranded = new Map<string, string>();

  private constructor(options: WorkspaceOptions, planned: ReadonlySet<string>, owned: ReadonlySet<string>) {
    this.root = options.root;
    this.dist = options.dist;
    this.project = options.project;
    this.#passing = options.passing;
    this.#staging = join(options.dist, `${TEMPORARY_MARK}${process.pid}`);
    for (const output of options.outputs) this.#outputs.set(output.path, output);
    this.#planned = planned;
    this.#owned = owned;
  }

  /**
   * Sweeps what a crash left, refuses or (with `clean`) removes foreign files, and notes what will be ours before anything is
   * written, so that the files of a run that was killed are known for ours.
   *
   * @throws SlipwayError `dist-foreign`, `dist-write`.
   */
  static async open(options: WorkspaceOptions): Promise<Workspace> {
    refuseDist(options);
    const artifacts = options.outputs.filter((output) => !isInternal(output)).map((output) => output.path);
    const planned = new Set([...artifacts, ...options.alsoOwned, ...options.known]);
    const owned = new Set([NOTE_IN_DIST, ...(await readOwned({ ...options, project: options.lasting, planned }))]);
    const workspace = new Workspace(options, planned, owned);
    try {
      for (const { name } of listFolder(options.dist)) {
        if (name.startsWith(TEMPORARY_MARK)) await removeTree(join(options.dist, name));
      }
      const foreign: string[] = [];
      for (const path of filesBelow(options.dist)) {
        if (path.includes(TEMPORARY_MARK)) await removeTree(join(options.dist, temporaryPart(path)));
        else if (!owned.has(path) && !options.known.includes(path)) foreign.push(path);
      }
      if (options.clean) await workspace.#remove(foreign);
      else if (foreign.length > 0) throw foreignFiles(options.dist, foreign);
      if ([...planned].some((path) => !owned.has(path))) await workspace.#own(new Set([...owned, ...planned]));
    } catch (error) {
      throw writeFailure(error, options.dist);
    }
    await removeTree(join(options.project, "scratch")).catch(() => undefined);
    return workspace;
  }

  /** Where the file of an output path is read. */
  place(path: string): string {
    const stranded = this.#stranded.get(path);
    if (stranded !== undefined) return stranded;
    const output = this.#outputs.get(path);
    return output === undefined || isInternal(output) ? join(this.project, "out", path) : join(this.dist, path);
  }

  state(path: string): PathState {
    return fileState(this.place(path));
  }

  /** An empty place to write an output to; `ready` makes its folder. */
  staged(index: number, path: string): string {
    return join(this.#staging, String(index), path);
  }

  async ready(index: number, paths: readonly string[]): Promise<void> {
    try {
      for (const folder of new Set(paths.map((path) => dirname(this.staged(index, path))))) await ensureFolder(folder);
    } catch (error) {
      throw writeFailure(error, this.dist);
    }
  }

  async unstage(index: number): Promise<void> {
    await removeTree(join(this.#staging, String(index))).catch(() => undefined);
  }

  /** Moves a finished file into its place. @throws SlipwayError `dist-write`. */
  async settle(index: number, path: string): Promise<void> {
    const output = this.#outputs.get(path)!;
    const to = this.place(path);
    const from = this.staged(index, path);
    try {
      if (output.mtime !== undefined) await setFileTime(from, output.mtime);
      await moveFile(from, to, output.mode);
    } catch (error) {
      // No room in the cache is no reason to fail: the file can be read where it is until the run ends.
      if (isInternal(output)) {
        const aside = join(this.#staging, "out", path);
        await moveFile(from, aside, output.mode).catch((again: unknown) => {
          throw writeFailure(again, to);
        });
        this.#stranded.set(path, aside);
      } else throw writeFailure(error, to);
    }
  }

  /** Writes a small file of our own into dist unless it already says so. @throws SlipwayError `dist-write`. */
  async writeText(path: string, text: string): Promise<void> {
    const to = join(this.dist, path);
    try {
      if ((await readTextIfExists(to)) !== text) await writeFileAtomic(to, text, { mode: 0o644 });
    } catch (error) {
      throw writeFailure(error, to);
    }
  }

  /** Removes internal files that no task of this plan makes. */
  async removeStaleInternal(): Promise<void> {
    const out = join(this.project, "out");
    for (const path of filesBelow(out)) {
      if (!this.#outputs.has(path)) await removeTree(join(out, path)).catch(() => undefined);
    }
  }

  /** Removes from dist what earlier runs left under the names of files that this one did not finish. */
  async removeUnfinished(outputs: readonly Output[]): Promise<void> {
    await this.#remove(outputs.filter((output) => !isInternal(output)).map(({ path }) => path));
  }

  /** Removes files of earlier runs that this plan does not make. */
  async removeStale(): Promise<void> {
    const stale = [...this.#owned].filter((path) => !this.#planned.has(path) && path !== NOTE_IN_DIST);
    if (stale.length === 0) return;
    await this.#remove(stale);
    await this.#own(this.#planned);
  }

  async close(): Promise<void> {
    await removeTree(this.#staging).catch(() => undefined);
    await removeTree(join(this.project, "scratch")).catch(() => undefined);
  }

  async #own(paths: ReadonlySet<string>): Promise<void> {
    this.#owned = paths;
    await writeOwned(this.dist, this.#passing ? undefined : this.project, paths);
  }

  async #remove(paths: readonly string[]): Promise<void> {
    const folders = new Set<string>();
    for (const path of paths) {
      await removeTree(join(this.dist, path));
      for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.add(folder);
    }
    for (const folder of [...folders].sort().reverse()) await removeEmptyFolder(join(this.dist, folder));
  }
}

function temporaryPart(path: string): string {
  const parts = path.split("/");
  return parts.slice(0, parts.findIndex((part) => part.includes(TEMPORARY_MARK)) + 1).join("/");
}

/** A dist folder that holds the project would be emptied with the sources in it. */
function refuseDist({ root, dist, outputs }: WorkspaceOptions): void {
  const inside = relative(dist, root);
  if (inside === "" || !(inside.startsWith("..") || isAbsolute(inside))) {
    throw new SlipwayError("dist-foreign", `Cannot use "${dist}" as the dist folder: the project itself is in it`, {
      hint: 'set "dist" to a folder of its own, for example "dist"',
    });
  }
  for (const { path } of outputs) {
    const to = relative(dist, resolve(dist, path));
    if (to !== "" && !to.startsWith("..") && !isAbsolute(to) && !isAbsolute(path)) continue;
    throw new SlipwayError("dist-foreign", `Cannot write "${path}": it is outside of the dist folder`, {
      hint: "correct the name template that makes this name",
    });
  }
}

function foreignFiles(dist: string, foreign: readonly string[]): SlipwayError {
  const more = foreign.length > 5 ? ` and ${foreign.length - 5} more` : "";
  return new SlipwayError("dist-foreign", `The dist folder "${dist}" holds files that Slipway did not make`, {
    expected: "no files, or only those of earlier runs",
    actual: foreign.slice(0, 5).join(", ") + more,
    hint: "move them away, or run with --clean to remove them",
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission was denied",
  EPERM: "permission was denied",
  EFBIG: "the file is larger than the limit allows",
  EISDIR: "a folder with that name is in the way",
  ENOTDIR: "a file is where a folder should be",
  EEXIST: "a file is where a folder should be",
  EIO: "the disk reports an error",
};

/** What only writing can bring about, wherever it was. */
const WRITING = ["ENOSPC", "EDQUOT", "EROFS", "EFBIG"];

/** Like `writeFailure`, for an error of a task: reading a file that is none of ours may fail with the same codes. */
export function taskFailure(error: unknown, folders: readonly string[]): unknown {
  if (isErrno(error, ...WRITING)) return writeFailure(error, folders[0] ?? "");
  const path = isErrno(error, ...Object.keys(REASONS)) ? error.path : undefined;
  return path !== undefined && folders.some((folder) => path.startsWith(folder)) ? writeFailure(error, path) : error;
}

/** A failure to write as an error that tells what to do; anything else comes back as it is. */
export function writeFailure(error: unknown, path: string): unknown {
  if (!isErrno(error, ...Object.keys(REASONS))) return error;
  const failed = error.path ?? path;
  // The folder is what somebody can do something about, not a name that is gone.
  const named = basename(failed).includes(TEMPORARY_MARK) ? dirname(failed) : failed;
  return new SlipwayError("dist-write", `Cannot write "${named}": ${REASONS[error.code ?? ""]}`, {
    hint: "make room or permit writing, then run the same command again: finished work is kept",
    cause: error,
  });
}
