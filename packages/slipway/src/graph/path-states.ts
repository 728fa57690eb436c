import { sha256OfFile } from "../platform/hash.ts";
import { isErrno } from "../platform/file/errno.ts";
import { fileState, folderState, sameState, type PathState } from "../platform/file/stat-snapshot.ts";
import type { FileNow, Present } from "./made.ts";

/**
 * What `stat` says of paths during one run, asked once for each path however many tasks share it. A task with effects
 * of its own (a hook) makes it ask again.
 */
export class PathStates {
  readonly #files = new Map<string, PathState>();
  readonly #folders = new Map<string, PathState>();
  readonly #except: ReadonlySet<string>;
  readonly #known: Map<string, FileNow>;

  /** `except` are names that do not count in a folder's listing; `known` are files whose digests need no reading. */
  constructor(options: { readonly except: ReadonlySet<string>; readonly known: Map<string, FileNow> }) {
    this.#except = options.except;
    this.#known = options.known;
  }

  file(path: string): PathState {
    let state = this.#files.get(path);
    if (state === undefined) this.#files.set(path, (state = fileState(path)));
    return state;
  }

  folder(path: string): PathState {
    let state = this.#folders.get(path);
    if (state === undefined) this.#folders.set(path, (state = folderState(path, this.#except)));
    return state;
  }

  /** The digest of a file's content, read only when its state says something new. */
  async look(path: string): Promise<FileNow> {
    const state = this.file(path);
    const known = this.#known.get(path);
    if (known !== undefined && sameState(known.state, state)) return known;
    const now = { path, state, digest: await digestOf(path, state) };
    this.#known.set(path, now);
    return now;
  }

  /** Whether files and folders still are what was seen of them, asked anew. */
  stillAll({ files, folders }: Pick<Present, "files" | "folders">): boolean {
    return (
      files.every(({ path, state }) => sameButTrusted(fileState(path), state)) &&
      folders.every(([path, state]) => sameButTrusted(folderState(path, this.#except), state))
    );
  }

  forget(): void {
    this.#files.clear();
    this.#folders.clear();
  }
}

function sameButTrusted(a: PathState, b: PathState): boolean {
  return a.replace("~", "") === b.replace("~", "");
}

async function digestOf(path: string, state: PathState): Promise<string> {
  if (state === "-") return "-";
  try {
    return await sha256OfFile(path);
  } catch (error) {
    // Gone since, or a folder by that name: both are "no such file" to who reads it.
    if (isErrno(error, "ENOENT", "EISDIR", "ENOTDIR")) return "-";
    throw error;
  }
}
