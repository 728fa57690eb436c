import type { RunContext } from "../../plan/kind.ts";
import { ensureFolder, removeTree, writeFileAtomic } from "../../platform/file/files.ts";
import { join } from "../../platform/path.ts";
import { commandLine } from "./command-line.ts";
import { COMPILED_FOLDER, compileWasm } from "./compile-wasm.ts";
import { basicEnv, runContained, type ContainedResult } from "./contained-run.ts";
import type { Runner } from "./runner.ts";
import { WASI_SCRIPT } from "../../platform/wasm/wasi-script.ts";
import { WINE_OWN, freshPrefix } from "./wine.ts";

/** One run of a program as a user of it would have it. */
export interface ProgramRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds on the machine itself. */
  readonly timeout: number;
  /** Bytes for the program; what runs it gets more. */
  readonly memory: number;
  readonly network: boolean;
  /** The working folder, below the area; default `work`. */
  readonly cwd?: string;
  readonly onOutput?: (stream: "stdout" | "stderr", text: string) => void;
}

const MB = 1 << 20;
/** Memory that a runner itself takes. */
const OWN_MEMORY: Readonly<Record<Runner["kind"], number>> = {
  host: 0,
  qemu: 256 * MB,
  wine: 512 * MB,
  "node-wasi": 768 * MB,
  wasmtime: 768 * MB,
  wazero: 1024 * MB,
  "node-js": 768 * MB,
  chromium: 3072 * MB,
};

/**
 * Folders of a program that is tried: `install` is what was unpacked, `work` where it starts, `home` and `tmp` its own. What
 * it writes elsewhere is a stray.
 */
export const AREA_FOLDERS: readonly string[] = ["install", "work", "home", "tmp", "wine", COMPILED_FOLDER];

/** Prepares the folders of an area. Wine gets a fresh prefix, so that no run sees what another left. */
export async function prepareArea(area: string, runner: Runner, context: RunContext): Promise<void> {
  for (const name of ["work", "home", "tmp"]) {
    await removeTree(join(area, name));
    await ensureFolder(join(area, name));
  }
  if (runner.kind === "node-wasi") await writeFileAtomic(wasiScript(area), WASI_SCRIPT);
  if (runner.kind === "wine") {
    await removeTree(join(area, "wine"));
    await freshPrefix(runner, join(area, "wine"), context);
  }
}

/** Runs a program in a prepared area. */
export async function runProgram(
  run: ProgramRun,
  { runner, area, context }: { readonly runner: Runner; readonly area: string; readonly context: RunContext },
): Promise<ContainedResult> {
  const cwd = run.cwd ?? join(area, "work");
  for (const [name, text] of Object.entries(run.files)) await writeFileAtomic(join(cwd, name), text, { mode: 0o644 });
  const tmp = join(area, "tmp");
  const own = { HOME: join(area, "home"), TMPDIR: tmp, TMP: tmp, TEMP: tmp, PWD: cwd, LANG: "C.UTF-8", TZ: "UTC" };
  const compiled = await compileWasm(runner, run.program, { area, context });
  const command = commandLine(runner, {
    program: run.program,
    args: run.args,
    area,
    env: { ...basicEnv(context), ...own, ...run.env },
    passed: Object.keys({ ...own, ...run.env }),
    tools: { wasi: wasiScript(area), prefix: join(area, "wine"), compiled },
  });
  return runContained(
    {
      ...command,
      area,
      cwd,
      ...(run.stdin === "" ? {} : { stdin: run.stdin }),
      timeout: run.timeout * runner.slowness,
      memory: run.memory + OWN_MEMORY[runner.kind],
      network: run.network,
      known: AREA_FOLDERS,
      ...ownWrites(runner),
      ...(run.onOutput === undefined ? {} : { onOutput: run.onOutput }),
    },
    context,
  );
}

/** What runners write outside of the area: wine its sockets, and a browser what browsers write; its program cannot reach files. */
function ownWrites(runner: Runner): { readonly runnersOwn?: RegExp } {
  if (runner.kind === "wine") return { runnersOwn: WINE_OWN };
  return runner.kind === "chromium" ? { runnersOwn: /./u } : {};
}

function wasiScript(area: string): string {
  return `${area}.wasi.mjs`;
}
