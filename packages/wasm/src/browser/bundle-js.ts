/** The runtime of a bundle with a program for a page. It is one file, so Go's host and TinyGo's are both in it. */
import { detectKind } from "../core/detect-kind.ts";
import type { ProgramOptions, Running } from "../core/program.ts";
import { runGojs } from "../gojs/run-gojs.ts";
import { startTinyGo } from "../gojs/tinygo-host.ts";

export { memory } from "../vfs/backends/memory.ts";
export { Pipe } from "../vfs/pipe.ts";
export { Vfs } from "../vfs/vfs.ts";
export { starter } from "./start-program.ts";

export function run(module: WebAssembly.Module, options: ProgramOptions): Promise<Running> {
  return (detectKind(module) === "tinygo" ? startTinyGo : runGojs)(module, options);
}
