import { fileIdentity } from "../../platform/file/file-identity.ts";
import { copyFile, readTextIfExists, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { sha256OfFile } from "../../platform/hash.ts";

/**
 * A program under a path that survives runs. `go build -o` compares the build ID in the file that is there with what
 * it would link, and leaves the file alone when they agree: a cache of one element that Go itself judges.
 *
 * Go reads the ID and trusts the rest, so the file is given to it only when it is, byte for byte, what an earlier
 * build left: a torn or edited file is removed first.
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
    const recorded = await readTextIfExists(this.#record);
    if (recorded?.trim() === (await sha256OfFile(this.path))) return;
    await removeTree(this.path);
    this.#before = undefined;
  }

  /** Takes over what `go build` left: records its digest, copies it to `to`, and tells whether it is the old file. */
  async deliver(to: string, mode: number): Promise<"L2" | "made"> {
    const reused = this.#before !== undefined && (await fileIdentity(this.path)) === this.#before;
    if (!reused) await writeFileAtomic(this.#record, `${await sha256OfFile(this.path)}\n`);
    await copyFile(this.path, to, { mode });
    return reused ? "L2" : "made";
  }

  get #record(): string {
    return `${this.path}.sha256`;
  }
}
