import { detectKind } from "../core/detect-kind.ts";
import type { ProgramOptions, Running } from "../core/program.ts";
import { runWasip1 } from "../wasi/run-wasip1.ts";
import { runGojs } from "./run-gojs.ts";
import { runTinyGo } from "./run-tinygo.ts";

/** Starts any program that a Go toolchain wrote for the web, by what it imports. @throws ProgramError for anything else */
export async function runGo(module: WebAssembly.Module, options: ProgramOptions = {}): Promise<Running> {
  const kind = detectKind(module);
  if (kind === "gojs") return runGojs(module, options);
  if (kind === "tinygo") return runTinyGo(module, options);
  if (kind === undefined) throw (await import("../core/refusals.ts")).unknownKind();
  return runWasip1(module, options);
}
