import { fileIdentity } from "../../platform/file/file-identity.ts";
import { copyFile, readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { fileState, type PathState } from "../../platform/file/stat-snapshot.ts";
import { sha256OfFile } from "../../platform/hash.ts";

/**
 * A program under a path that survives runs. `go build -o` compares the build ID in the file that is there with what
 * it would link, and leaves the file alone when they agree: a cache of one element that Go itself judges.
 *
 * Go reads the ID and trusts the rest, so the file is given to it only when it is, byte for byte, what an earlier
 * build left: a torn or edited file is removed first. A file that `stat` says nothing new of is not read again.
 */
export class KeptProgram {
  readonly path: string;
  #before: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes the path ready for `go build`: afterwards there is a file that can be trusted, or none. */
  async prepare(): Promise<void> {
    this.#before = await fileIdentity(this.path);
    if (this.#before === undefined) return;
    const [digest, state] = (await readTextIfExists(this.#record))?.trim().split(" ") ?? [];
    if (digest !== undefined && (state === stateNow(this.path) || digest === (await sha256OfFile(this.path)))) return;
    await removeTree(this.path);
    this.#before = undefined;
  }

  /** Takes over what `go build` left: records its digest, copies it to `to`, and tells whether it is the old file. */
  async deliver(to: string, mode: number): Promise<{ readonly level: "L2" | "made"; readonly digest: string }> {
    const reused = this.#before !== undefined && (await fileIdentity(this.path)) === this.#before;
    const state = stateNow(this.path);
    const digest = await sha256OfFile(this.path);
    if (!reused) await writeFileAtomic(this.#record, `${digest} ${state}\n`);
    await copyFile(this.path, to, { mode });
    return { level: reused ? "L2" : "made", digest };
  }

  get #record(): string {
    return `${this.path}.sha256`;
  }
}

/** Nobody but Go writes here, and it has ended when we look: a state that is young is as good as any. */
function stateNow(path: string): PathState {
  return fileState(path).replace("~", "");
}
