import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { temporaryFolder } from "./build-go.ts";

/** Go's own tests of one package, compiled. */
export interface StdTests {
  readonly name: string;
  readonly program: string;
  /** The folder that they run in. */
  readonly cwd: string;
}

/** How a run of them went. */
export interface StdResult {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly code: number;
  readonly text: string;
}

const GO = { GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false" };

/** @param toolchain `local`, or a release such as `go1.24.9`, which Go's own command fetches */
export function goRoot(toolchain = "local"): string {
  const env = { ...process.env, GOTOOLCHAIN: toolchain };
  // Go looks for what a module asks for; there must be none here.
  return execFileSync("go", ["env", "GOROOT"], { cwd: temporaryFolder(), env, encoding: "utf8" }).trim();
}

/** Compiles the tests of a package of the standard library. */
export function buildStdTests(name: string, os: "wasip1" | "js", toolchain = "local"): StdTests {
  const cwd = path.join(goRoot(toolchain), "src", name);
  const program = path.join(temporaryFolder(), "std.test");
  execFileSync("go", ["test", "-c", "-o", program, "."], {
    cwd,
    env: { ...process.env, ...GO, GOTOOLCHAIN: toolchain, GOOS: os, GOARCH: "wasm" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return { name, program, cwd };
}

/** The tests of a package that fail in a native run. */
export function nativeFailures(name: string): readonly string[] {
  const { stdout } = spawnSync("go", ["test", "-short", "-v", name], {
    env: { ...process.env, ...GO },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return failures(stdout);
}

export function readResult(code: number, text: string): StdResult {
  return { code, text, passed: text.match(/^--- PASS/gm)?.length ?? 0, failed: failures(text) };
}

function failures(text: string): string[] {
  return Array.from(text.matchAll(/^\s*--- FAIL: (\S+)/gm), (match) => match[1] ?? "");
}
