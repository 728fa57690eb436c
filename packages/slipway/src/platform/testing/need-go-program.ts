import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/**
 * A Go program of one version: from Go's bin folder or the PATH when it is the right one, else built by `go install` into our
 * own folder of the user's cache. Returns its path.
 *
 * @param flag what makes it print its version
 */
export function needGoProgram(module: string, version: string, flag: string): string {
  const name = path.basename(module);
  const bin = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"), "slipway", "peers");
  const own = path.join(bin, name);
  const gopath = execFileSync("go", ["env", "GOPATH"], { encoding: "utf8" }).trim();
  const found = [name, path.join(gopath, "bin", name), own].find((each) => {
    const { status, stdout } = spawnSync(each, [flag], { encoding: "utf8" });
    return status === 0 && stdout.includes(version);
  });
  if (found !== undefined) return found;
  mkdirSync(bin, { recursive: true });
  const env = { ...process.env, GOBIN: bin, GOFLAGS: "" };
  execFileSync("go", ["install", `${module}@v${version}`], { env, stdio: ["ignore", "inherit", "inherit"] });
  if (!existsSync(own)) throw new Error(`go install made no "${own}"`);
  return own;
}
