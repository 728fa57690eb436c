import { execFileSync } from "node:child_process";
import path from "node:path";

/** Builds the programs that the page runs into a folder; file names as the page asks for them. */
export function buildPrograms(folder: string): Record<string, string> {
  const built: Record<string, string> = {};
  for (const program of ["reader", "hello"]) {
    for (const [goos, suffix] of [
      ["wasip1", ""],
      ["js", "-js"],
    ] as const) {
      const name = `${program}${suffix}.wasm`;
      const out = path.join(folder, name);
      execFileSync("go", ["build", "-trimpath", "-ldflags=-s -w", "-o", out, `./${program}`], {
        cwd: path.join(import.meta.dirname, "programs"),
        env: { ...process.env, GOOS: goos, GOARCH: "wasm", GOFLAGS: "-buildvcs=false" },
        stdio: ["ignore", "ignore", "inherit"],
      });
      built[name] = out;
    }
  }
  return built;
}
