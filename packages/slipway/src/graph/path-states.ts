import { sha256OfFile } from "../platform/hash.ts";
import { isErrno } from "../platform/file/errno.ts";
import { fileState, folderState, sameState, type PathState } from "../platform/file/stat-snapshot.ts";
import type { FileNow } from "./made.ts";

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

  /** Whether the file still is what `look` saw, asked anew. */
  still(seen: FileNow): boolean {
    return fileState(seen.path).replace("~", "") === seen.state.replace("~", "");
  }

  forget(): void {
    this.#files.clear();
    this.#folders.clear();
  }
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
