import type { Terminal } from "./terminal.ts";

/** What a command needs to do its work. */
export interface CommandHost {
  readonly terminal: Terminal;
  /** Sets the exit code of a command that ends without an error. */
  readonly exit: (code: number) => void;
}
