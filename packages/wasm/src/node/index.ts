export { mountTree, parseMount, type HostMount } from "./mounts.ts";
export { runInNode, type RunRequest } from "./run-in-node.ts";
export { stdinPipe } from "./stdin.ts";
export { nodeFiles } from "./node-files.ts";
export { openChromium, type Playwright } from "./open-chromium.ts";
export { serveRun, type HostStreams, type RunHost } from "./run-host.ts";
export { runInBrowser, type OpenPage } from "./run-in-browser.ts";
export { kindOf } from "../core/detect-kind.ts";
export { ProgramError } from "../core/program.ts";
