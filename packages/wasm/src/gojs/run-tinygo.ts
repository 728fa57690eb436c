import type { ProgramOptions, Running } from "../core/program.ts";

/**
 * Starts a program of TinyGo's js target (0.29 or later): `syscall/js` over the page's globals as in `runGojs`, and standard streams, files
 * and exit through preview1.
 *
 * A program that was built without an import of `proc_exit` has no way to tell that it is done: `exited` then waits for `stop`.
 * Few programs are TinyGo's, so what runs them is loaded with the first one.
 *
 * @throws ProgramError when an import is missing
 */
export async function runTinyGo(module: WebAssembly.Module, options: ProgramOptions = {}): Promise<Running> {
  return (await import("./tinygo-host.ts")).startTinyGo(module, options);
}
