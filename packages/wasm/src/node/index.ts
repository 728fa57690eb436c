export { mountTree, parseMount, type HostMount } from "./mounts.ts";
export { runInNode, type RunRequest } from "./run-in-node.ts";
export { stdinPipe } from "./stdin.ts";
export { nodeFiles } from "../vfs/backends/node.ts";
