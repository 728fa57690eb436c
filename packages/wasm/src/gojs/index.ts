export { runGojs } from "./run-gojs.ts";
