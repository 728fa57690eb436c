/** The runtime of a bundle with a wasip1 program. */
export { runWasip1 as run } from "../wasi/run-wasip1.ts";
export { memory } from "../vfs/backends/memory.ts";
export { Pipe } from "../vfs/pipe.ts";
export { Vfs } from "../vfs/vfs.ts";
export { starter } from "./start-program.ts";
