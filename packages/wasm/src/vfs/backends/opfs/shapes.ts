import type { Backend } from "../../backend.ts";

/** Settings of `opfs`. */
export interface OpfsOptions {
  /** How many files are held open for the next large files of the program. */
  readonly spare?: number;
}

/** The files, and how to let go of them. */
export interface Opfs extends Backend {
  /** Writes everything to the disk. */
  flush(): void;
  /** Writes everything and lets go, so that another tab or worker can open the directory. */
  close(): void;
}
