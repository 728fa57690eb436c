import type { Invocation } from "../core/invoke.ts";

/** What a page is told about the program to run; JSON at `run.json` beside the page. */
export interface RunSpec {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The host's directories in the order of the root inodes that the socket serves, from inode 1. `ino` is decimal. */
  readonly mounts: readonly { readonly guest: string; readonly ino: string }[];
  /** What to call of a reactor. */
  readonly invoke?: Invocation;
  /** Whether the host wants to hear that the program gives way: a CREDIT of no bytes every two seconds. */
  readonly watched?: boolean;
}

/** Milliseconds from one word of a program that gives way to the next. */
export const BEAT = 2000;
