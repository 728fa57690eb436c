import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A program of a Python package, of one version: that of the PATH, else one in an environment of its own below the temporary folder. */
export function needPythonProgram(name: string, version: string): string {
  const right = (program: string): boolean => {
    const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
    return status === 0 && stdout.includes(version);
  };
  if (right(name)) return name;
  const folder = path.join(os.tmpdir(), `slipway-${name}-${version}`);
  const program = path.join(folder, "bin", name);
  if (!existsSync(program)) {
    execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
    const install = ["-m", "pip", "install", "--quiet", `${name}==${version}`];
    execFileSync(path.join(folder, "bin", "python3"), install, { stdio: "inherit" });
  }
  if (!right(program)) throw new Error(`"${program}" is not ${name} ${version}`);
  return program;
}
