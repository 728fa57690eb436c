import { SlipwayError } from "../errors.ts";
import { removeTree } from "../platform/file/files.ts";
import { makeTempFolder } from "../platform/file/temp-folder.ts";
import { pathType } from "../platform/file/walk.ts";
import { dirname, join, resolve } from "../platform/path.ts";
import { capture } from "../platform/process/capture.ts";
import { runProcess } from "../platform/process/process.ts";
import { findBrowser } from "../platform/wasm/find-browser.ts";
import type { WasmMount } from "../platform/wasm/run-wasm.ts";
import { askForProgress } from "../platform/wasm/run-progress.ts";
import { wasmRunner } from "../platform/wasm/wasm-runner.ts";
import { TestProgress } from "./test-progress.ts";

/** Which tests to run, and where. */
export interface WasmTests {
  /** The folder of the module. */
  readonly dir: string;
  /** Exactly what `go` sees, beside the target. */
  readonly env: Readonly<Record<string, string>>;
  readonly os: "wasip1" | "js";
  /** In headless Chromium, or in Node. */
  readonly browser: boolean;
  /** Packages and flags, as `go test` takes them. */
  readonly args: readonly string[];
  /** More directories that the tests may use. */
  readonly mounts: readonly WasmMount[];
  /** Variables that the tests see. */
  readonly guestEnv: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly onOutput: (stream: "stdout" | "stderr", text: string) => void;
  /** Told what is under way when there was no output for a while; a line or more. */
  readonly onProgress?: (text: string) => void;
}

/**
 * Runs `go test` with the module's tests in a browser. They see the module's folder (with a workspace, the workspace's), Go's own
 * sources and the folder for temporary files, where Go wants coverage written.
 *
 * @returns the exit code of `go test`
 * @throws SlipwayError `browser-missing`, `go-missing`, `go-mod-missing`
 */
export async function testWasm(tests: WasmTests): Promise<number> {
  const { dir, env, os, browser, args, mounts, guestEnv, signal, onOutput } = tests;
  if (browser) findBrowser(env);
  const facts = await goFacts(dir, env);
  const own: WasmMount[] = [
    { host: facts.root, guest: facts.root },
    { host: facts.goroot, guest: facts.goroot },
  ];
  const temporary = env["GOTMPDIR"] ?? env["TMPDIR"] ?? "/tmp";
  if (pathType(temporary) === "folder") own.push({ host: temporary, guest: temporary });
  const runner = wasmRunner({ browser, mounts: [...own, ...mounts], env: guestEnv });
  const folder = await makeTempFolder("slipway-wasm");
  const progress = new TestProgress({ folder, root: dir, say: tests.onProgress ?? (() => undefined) });
  try {
    const { exitCode } = await runProcess(["go", "test", `-exec=${runner.map(quote).join(" ")}`, ...args], {
      cwd: dir,
      env: { ...env, ...askForProgress(folder), GOOS: os, GOARCH: "wasm" },
      check: false,
      keep: 0,
      onOutput(stream, text) {
        progress.heard();
        onOutput(stream, text);
      },
      ...(signal === undefined ? {} : { signal }),
    });
    return exitCode;
  } finally {
    progress.end();
    await removeTree(folder);
  }
}

/** One word of `-exec`, as Go's command splits it: in quotes where it has spaces. */
function quote(word: string): string {
  if (!/[\s'"]/.test(word)) return word;
  if (!word.includes("'")) return `'${word}'`;
  if (!word.includes('"')) return `"${word}"`;
  throw new SlipwayError("usage", `Go cannot pass on a word with both kinds of quotes: ${word}`, {});
}

async function goFacts(
  dir: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly root: string; readonly goroot: string }> {
  const told = await capture(["go", "env", "GOMOD", "GOWORK", "GOROOT"], { cwd: dir, env });
  if (told.exitCode !== 0) {
    throw new SlipwayError("go-missing", "Go cannot be started", {
      actual: told.failure ?? told.stderr.trim(),
      hint: "install Go and put it on the PATH",
    });
  }
  const [mod = "", work = "", goroot = ""] = told.stdout.split("\n").map((line) => line.trim());
  const file = work !== "" && work !== "off" ? work : mod;
  if (!/[\\/]go\.(?:mod|work)$/.test(file)) {
    throw new SlipwayError("go-mod-missing", `There is no Go module in "${resolve(dir)}"`, { hint: "run go mod init" });
  }
  return { root: join(dirname(file)), goroot };
}
