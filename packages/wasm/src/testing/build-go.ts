import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const sources = fileURLToPath(new URL("../../testdata/", import.meta.url));

/** What to build of `testdata`, and for which platform; `native` is the machine that the test runs on. */
export interface GoBuild {
  readonly program: string;
  readonly os: "wasip1" | "js" | "native";
  readonly shared?: boolean;
}

const folder = mkdtempSync(join(tmpdir(), "slipway-wasm-go-"));
const folders = [folder];
after(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

/** Builds a test program and returns its path; it is removed after the test file. */
export function buildGo({ program, os, shared = false }: GoBuild): string {
  const out = join(folder, `${program}-${os}`);
  const platform = os === "native" ? {} : { GOOS: os, GOARCH: "wasm" };
  const flags = shared ? ["-buildmode=c-shared"] : [];
  execFileSync("go", ["build", "-trimpath", ...flags, "-o", out, `./${program}`], {
    cwd: sources,
    env: { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", CGO_ENABLED: "0", ...platform },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return out;
}

/** Builds the C probes, with clang and wasi-libc for wasip1 and with the machine's compiler else, and returns the path. */
export function buildProbes(os: "wasip1" | "native"): string {
  const out = join(folder, `probes-${os}`);
  const input = join(sources, "probes/probes.c");
  const [program, ...flags] = os === "native" ? ["cc"] : ["clang", "--target=wasm32-wasi"];
  execFileSync(program, [...flags, "-O1", "-w", "-o", out, input]);
  return out;
}

/** An empty folder that is removed after the test file. */
export function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), "slipway-wasm-"));
  folders.push(made);
  return made;
}
