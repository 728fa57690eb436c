import { appendNow, removeNow } from "../../platform/note.ts";
import { join } from "../../platform/path.ts";
import { endOrphan, nameProcess } from "../../platform/process/orphans.ts";
import { readTextNow } from "../../platform/file/walk.ts";

/**
 * The processes that a run has started, noted in the project's folder: a run that is killed with -9 leaves them behind, and
 * a compiler that still writes must not meet the next run's.
 */
export class Children {
  readonly #path: string;

  constructor(project: string) {
    this.#path = join(project, "children");
  }

  note(pid: number): void {
    appendNow(this.#path, `${nameProcess(pid)}\n`);
  }

  /** Ends what a run that was killed has left. To be called with the project's lock held. */
  endOrphans(): void {
    const text = readTextNow(this.#path);
    if (text === undefined) return;
    for (const line of text.split("\n")) if (line !== "") endOrphan(line);
    this.forget();
  }

  forget(): void {
    removeNow(this.#path);
  }
}
