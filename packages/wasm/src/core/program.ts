import type { Blocker } from "../blocking/blocker.ts";
import type { Streams } from "../vfs/backends/dev.ts";
import type { Vfs } from "../vfs/vfs.ts";

/** What a program is started with. Everything has a default: no arguments, no variables, empty files, `/` as the directory. */
export interface ProgramOptions extends Streams {
  /** The arguments after the program's own name. */
  readonly args?: readonly string[];
  /** `argv[0]`. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The working directory, which Go's wasip1 port takes from `PWD`. */
  readonly cwd?: string;
  /** The files. A program adds `/dev` to them, and `/tmp` where it can. */
  readonly files?: Vfs;
  /**
   * A synchronous view of the same tree for `process.chdir`, which must answer at once. Without it a GOOS=js program over
   * asynchronous files may change into a directory that does not exist.
   */
  readonly syncFiles?: Vfs;
  /** The directories that a wasip1 program is handed; `["/"]` gives it the whole tree. */
  readonly preopens?: readonly string[];
  /**
   * Whether a wasip1 program gets the letter of WASI's own tests where Go's tests ask for what Unix does: no symbolic links to
   * absolute paths, and no truncation below a directory that was opened without that right (Go's `os.Root` never asks for it).
   * The default is false for programs of Go's compiler and true for others.
   */
  readonly strict?: boolean;
  /** How to wait; found out from the engine when not given. */
  readonly blocker?: Blocker;
  /**
   * Whether nothing but the program itself, its timers, its files and the functions that it gives away will ever call it. A GOOS=js program that
   * waits for none of these is then told so and reports a deadlock, as it would in Node; without this it waits for events of the page.
   */
  readonly alone?: boolean;
  /** More import modules, as for `//go:wasmimport`. */
  readonly imports?: Readonly<Record<string, WebAssembly.ModuleImports>>;
}

/** A started program. */
export interface Running {
  /**
   * The exit code. A reactor, which stays for calls, has none until `stop`. It rejects with the engine's error when the program
   * traps; the module can be started again all the same.
   */
  readonly exited: Promise<number>;
  /** Calls an export when the calls before it are done: Go's runtime does not survive overlapping calls. */
  call(name: string, ...values: unknown[]): Promise<unknown>;
  /** The program's memory, for what calls pass by address. It grows: take a new view of its buffer after each call. */
  readonly memory: WebAssembly.Memory;
  /** Tells a GOOS=js program that no event will ever come, so that it reports its deadlock. */
  idle?(): void;
  /** Ends the program from outside: calls that wait fail, `exited` resolves. */
  stop(code?: number): void;
}

/** That a program ended: with an exit code, or without one in a crash. */
export interface Ended {
  readonly code: number | undefined;
}

/** Why a program could not be started, or what it did that no program may. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}
