import type { DevBuild } from "slipway-wasm/node";
import { trapExplainer } from "../binary/go/trap-text.ts";
import { WasmModule } from "../binary/wasm/wasm-module.ts";
import { SlipwayError } from "../errors.ts";
import { isErrno } from "../platform/file/errno.ts";
import { removeTree } from "../platform/file/files.ts";
import { makeTempFolder } from "../platform/file/temp-folder.ts";
import { pathType, readBytesNow, readTextNow } from "../platform/file/walk.ts";
import { watchFolder } from "../platform/file/watch-folder.ts";
import { basename, dirname, join } from "../platform/path.ts";
import { runProcess } from "../platform/process/process.ts";
import { readWasmProgram } from "../platform/wasm/read-program.ts";
import type { WasmMount } from "../platform/wasm/run-wasm.ts";
import { runtimeCode } from "../platform/wasm/runtime-code.ts";
import { guessOs } from "./guess-os.ts";

/** What to serve. Paths are absolute. */
export interface WasmServe {
  /** A folder with a main package, or a program that was built already. */
  readonly what: string;
  readonly os?: "wasip1" | "js";
  /** The program's own page. */
  readonly page?: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly args: readonly string[];
  readonly mounts: readonly WasmMount[];
  readonly guestEnv: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What `go build` sees. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onUrl: (url: string) => void;
  readonly onBuild: (build: WasmServeBuild) => void;
}

/** What became of a build. */
export interface WasmServeBuild {
  readonly state: "building" | "built" | "failed";
  readonly output?: string;
}

/**
 * Serves a program on a dev page, and builds it again when its files change, until `signal` aborts.
 *
 * @throws SlipwayError `port-taken`, `file-not-found`, `wasm-invalid`
 */
export async function serveWasm(serve: WasmServe): Promise<void> {
  const { what, port, args, mounts, guestEnv, cwd, signal } = serve;
  const built = what.endsWith(".wasm");
  if (!built && pathType(what) !== "folder") {
    throw new SlipwayError("file-not-found", `There is no folder "${what}" with a main package`, {
      hint: "name the folder of a main package, or a program (*.wasm)",
    });
  }
  if (built) await readWasmProgram(what);
  const folder = await makeTempFolder("slipway-wasm");
  const program = built ? what : join(folder, `${basename(what)}.wasm`);
  const page = serve.page ?? ownPage(built ? dirname(what) : what);
  try {
    const { serveDev } = await import("slipway-wasm/node");
    const options = {
      port,
      title: basename(what).replace(/\.wasm$/, ""),
      args: args.map((word) => (/[\s"']/.test(word) ? `"${word}"` : word)).join(" "),
      env: guestEnv,
      cwd: cwd ?? "/",
      mounts,
      modules: { page: runtimeCode("dev-page"), runner: runtimeCode("dev-runner") },
      program,
      explainTrap: (stack: string) => trapExplainer(new WasmModule(readBytesNow(program)))(stack),
      ...(page === undefined ? {} : { page }),
    };
    const server = await serveDev(options).catch((error: unknown) => {
      throw isErrno(error, "EADDRINUSE", "EACCES") ? portTaken(port, error) : error;
    });
    try {
      serve.onUrl(server.url);
      await buildUntil(serve, { program, built, update: (build) => server.update(build), signal });
    } finally {
      await server.close();
    }
  } finally {
    await removeTree(folder);
  }
}

/** Builds now and after every change, one build after the other. */
async function buildUntil(
  serve: WasmServe,
  site: {
    readonly program: string;
    readonly built: boolean;
    readonly update: (build: DevBuild) => void;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { program, built, update, signal } = site;
  let wanted = true;
  let wake = (): void => {};
  const stopWatching = watchFolder(built ? dirname(serve.what) : serve.what, () => {
    wanted = true;
    wake();
  });
  signal.addEventListener("abort", () => wake());
  try {
    while (!signal.aborted) {
      if (wanted) {
        wanted = false;
        update({ state: "building" });
        serve.onBuild({ state: "building" });
        const build = await buildOnce(serve, program, built);
        if (signal.aborted) break;
        update(build);
        serve.onBuild(build);
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stopWatching();
  }
}

async function buildOnce(serve: WasmServe, program: string, built: boolean): Promise<DevBuild> {
  try {
    if (!built) {
      const os = serve.os ?? guessOs(serve.what);
      const { exitCode, stdout, stderr } = await runProcess(["go", "build", "-o", program, "."], {
        cwd: serve.what,
        env: { ...serve.env, GOOS: os, GOARCH: "wasm" },
        check: false,
        signal: serve.signal,
      });
      if (exitCode !== 0) return { state: "failed", output: `${stdout}${stderr}` };
    }
    const { kind } = await readWasmProgram(program);
    return { state: "built", kind: kind === "gojs" || kind === "tinygo" ? "page" : "command" };
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const { details } = error;
    return { state: "failed", output: [error.message, details.hint].filter(Boolean).join("\n") + "\n" };
  }
}

/** `index.html` beside the program, where it says where the program is to be started. */
function ownPage(folder: string): string | undefined {
  const file = join(folder, "index.html");
  return /\bslipway\.js\b/.test(readTextNow(file) ?? "") ? file : undefined;
}

function portTaken(port: number, cause: unknown): SlipwayError {
  return new SlipwayError("port-taken", `The port ${port} of 127.0.0.1 cannot be used: another program has it`, {
    hint: "choose another one with --port, or --port 0 for a free one",
    cause,
  });
}
