import { compressedSizes } from "../platform/compressed-sizes.ts";
import { readBytesIfExists, removeTree } from "../platform/file/files.ts";
import { makeTempFolder } from "../platform/file/temp-folder.ts";
import { pathType } from "../platform/file/walk.ts";
import { join, resolve } from "../platform/path.ts";
import { capture } from "../platform/process/capture.ts";
import { runProcess } from "../platform/process/process.ts";
import { readWasmProgram } from "../platform/wasm/read-program.ts";
import { guessOs } from "./guess-os.ts";

/** What to weigh. */
export interface WasmSizes {
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** The port to build for; without it js for packages that use the page, else wasip1. */
  readonly os?: "wasip1" | "js";
  /** Packages to build, or programs as they are (`*.wasm`). */
  readonly what: readonly string[];
  readonly signal?: AbortSignal;
}

/** A program's weight in bytes. */
export interface WasmSize {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
  /** Functions that the host gives. */
  readonly imports: number;
  /** Bytes of memory that it starts with. */
  readonly memory: number;
}

/** One program by one compiler: its size, or why there is none. */
export interface WasmSizeRow {
  readonly what: string;
  readonly compiler: "go" | "tinygo" | "as it is";
  /** The port that it was built for. */
  readonly os?: "wasip1" | "js";
  readonly size?: WasmSize;
  readonly missing?: string;
  /** What the compiler said, where it could not build. */
  readonly output?: string;
}

/** Builds each package with Go and with TinyGo, where there is one, and weighs what comes out. Nothing is estimated. */
export async function sizeWasm(sizes: WasmSizes): Promise<readonly WasmSizeRow[]> {
  const folder = await makeTempFolder("slipway-wasm");
  try {
    const rows: WasmSizeRow[] = [];
    for (const what of sizes.what) {
      if (what.endsWith(".wasm")) {
        rows.push({ what, compiler: "as it is", size: await weigh(resolve(sizes.dir, what)) });
        continue;
      }
      const os = sizes.os ?? portOf(resolve(sizes.dir, what));
      for (const compiler of ["go", "tinygo"] as const) {
        const row = await build(sizes, { what, compiler, os, out: join(folder, `${compiler}.wasm`) });
        rows.push({ ...row, os });
      }
    }
    return rows;
  } finally {
    await removeTree(folder);
  }
}

/** What is no folder is an import path, which says nothing by itself. */
function portOf(folder: string): "wasip1" | "js" {
  return pathType(folder) === "folder" ? guessOs(folder) : "wasip1";
}

interface Building {
  readonly what: string;
  readonly compiler: "go" | "tinygo";
  readonly os: "wasip1" | "js";
  readonly out: string;
}

async function build({ dir, env, signal }: WasmSizes, { what, compiler, os, out }: Building): Promise<WasmSizeRow> {
  if (compiler === "tinygo" && (await capture(["tinygo", "version"], { cwd: dir, env })).exitCode !== 0) {
    return { what, compiler, missing: "TinyGo is not installed" };
  }
  const goArgv = ["go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, what];
  const tinyArgv = ["tinygo", "build", "-no-debug", `-target=${os === "js" ? "wasm" : "wasip1"}`, "-o", out, what];
  await removeTree(out);
  const { exitCode, stderr, stdout } = await runProcess(compiler === "go" ? goArgv : tinyArgv, {
    cwd: dir,
    env: compiler === "go" ? { ...env, GOOS: os, GOARCH: "wasm" } : env,
    check: false,
    ...(signal === undefined ? {} : { signal }),
  });
  if (exitCode !== 0) return { what, compiler, missing: "does not compile", output: `${stdout}${stderr}`.trim() };
  if ((await readBytesIfExists(out)) === undefined) return { what, compiler, missing: "is no main package" };
  return { what, compiler, size: await weigh(out) };
}

async function weigh(path: string): Promise<WasmSize> {
  const { bytes, module } = await readWasmProgram(path);
  const imported = module.imports.flatMap((each) => (each.kind === "memory" ? [each.memory] : []));
  const pages = (module.memories[0] ?? imported[0])?.minimum ?? 0n;
  return {
    raw: bytes.length,
    ...(await compressedSizes(bytes)),
    imports: module.imports.filter(({ kind }) => kind === "function").length,
    memory: Number(pages) * 65_536,
  };
}
