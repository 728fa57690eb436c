import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { compile } from "../core/compile.ts";
import { runGo } from "../gojs/run-go.ts";
import { memory } from "../vfs/backends/memory.ts";
import { network } from "../vfs/backends/network.ts";
import { Vfs } from "../vfs/vfs.ts";
import { temporaryFolder } from "./build-go.ts";
import { capture } from "./capture.ts";
import { echoServer } from "./echo-server.ts";

const sources = path.resolve(import.meta.dirname, "../../../../go");

/** The tests of one package of the Go module for one platform. */
export interface GoTests {
  readonly name: string;
  readonly os: "wasip1" | "js";
  /** How many there are, all of which must pass. */
  readonly tests: number;
}

export const QUICK: readonly GoTests[] = [
  { name: "promise", os: "js", tests: 8 },
  { name: "bytesview", os: "js", tests: 3 },
  { name: "websocket", os: "wasip1", tests: 6 },
];

export const ALL: readonly GoTests[] = [
  ...QUICK,
  { name: "websocket", os: "js", tests: 6 },
  { name: "fetch", os: "js", tests: 7 },
  { name: "fetch", os: "wasip1", tests: 7 },
];

/** Compiles the tests and returns the program's path. */
export function buildGoTests({ name, os }: GoTests): string {
  const program = path.join(temporaryFolder(), `${name}-${os}`);
  execFileSync("go", ["test", "-c", "-o", program, `./${name}`], {
    cwd: sources,
    env: { ...process.env, GOOS: os, GOARCH: "wasm", GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local" },
  });
  return program;
}

/** Runs the tests in this process and returns their exit code and what they wrote. */
export async function runGoTests(program: string): Promise<{ readonly code: number; readonly text: string }> {
  const server = await echoServer();
  try {
    const files = new Vfs(memory());
    await files.mount("/net", network());
    const out = capture();
    const options = { args: ["-test.v", "-test.short"], env: server.env, files, stdout: out.sink, stderr: out.sink };
    const running = await runGo(await compile(readFileSync(program)), options);
    return { code: await running.exited, text: out.text() };
  } finally {
    server.close();
  }
}

/** What failed, or how many passed where not all did; nothing when everything is well. */
export function problems({ tests }: GoTests, { code, text }: { readonly code: number; readonly text: string }): string {
  const passed = text.match(/^--- PASS/gm)?.length ?? 0;
  return code === 0 && passed === tests ? "" : `exit ${code}, ${passed} of ${tests} passed:\n${text}`;
}
