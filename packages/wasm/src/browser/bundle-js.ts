/** The runtime of a bundle with a program for a page, of Go or of TinyGo. */
export { runGo as run } from "../gojs/run-go.ts";
export { memory } from "../vfs/backends/memory.ts";
export { Pipe } from "../vfs/pipe.ts";
export { Vfs } from "../vfs/vfs.ts";
export { starter } from "./start-program.ts";
