import type { RunContext } from "../../plan/kind.ts";
import { ensureFolder } from "../../platform/file/files.ts";
import { pathType } from "../../platform/file/walk.ts";
import { sha256 } from "../../platform/hash.ts";
import { basename, join } from "../../platform/path.ts";
import { basicEnv } from "./contained-run.ts";
import type { Runner } from "./runner.ts";

/** Milliseconds that an engine may take to compile a program. */
const COMPILE_LIMIT = 600_000;

/** Where an engine finds what it compiled of a program. */
export interface Compiled {
  /** wasmtime's compiled module, or wazero's folder of native code. */
  readonly path: string;
}

/**
 * Lets an engine compile a program once and for itself: large ones take it many seconds at each start, which is no time of
 * theirs. Nothing for engines that begin without, and where it fails, which a run then tells in its own words.
 */
export async function compileWasm(
  runner: Runner,
  program: string,
  { area, context }: { readonly area: string; readonly context: RunContext },
): Promise<Compiled | undefined> {
  if (runner.kind !== "wasmtime" && runner.kind !== "wazero") return undefined;
  const folder = join(area, COMPILED_FOLDER, `${runner.kind}-${sha256(program).slice(0, 16)}`);
  const path = runner.kind === "wasmtime" ? join(folder, `${basename(program)}.cwasm`) : folder;
  if (pathType(folder) === "folder") return pathType(path) === undefined ? undefined : { path };
  await ensureFolder(folder);
  const to = runner.kind === "wasmtime" ? ["-o", path] : ["-cachedir", path];
  const { exitCode } = await context.process([runner.program!, "compile", ...to, program], {
    cwd: folder,
    env: { ...basicEnv(context), HOME: folder },
    check: false,
    timeout: COMPILE_LIMIT,
    onOutput: () => undefined,
  });
  return exitCode === 0 ? { path } : undefined;
}

/** The folder of an area that is for it. */
export const COMPILED_FOLDER = "compiled";
