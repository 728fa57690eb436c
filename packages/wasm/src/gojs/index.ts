export { runGo } from "./run-go.ts";
export { runGojs } from "./run-gojs.ts";
export { runTinyGo } from "./run-tinygo.ts";
