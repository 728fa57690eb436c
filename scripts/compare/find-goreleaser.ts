import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** The newest GoReleaser that `go install` builds: later ones have a dependency that module proxies refuse. */
export const GORELEASER_VERSION = "2.16.0";

/**
 * The path of GoReleaser 2.16.0: `$GORELEASER`, the PATH, Go's bin folder, or built by `go install` (about three minutes,
 * once) into our own folder of the user's cache.
 */
export function findGoReleaser(): string {
  const bin = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"), "slipway", "peers");
  const own = path.join(bin, "goreleaser");
  const gopath = execFileSync("go", ["env", "GOPATH"], { encoding: "utf8" }).trim();
  for (const candidate of [process.env["GORELEASER"], "goreleaser", path.join(gopath, "bin", "goreleaser"), own]) {
    if (candidate !== undefined && isRightVersion(candidate)) return candidate;
  }
  console.error(`building GoReleaser ${GORELEASER_VERSION} with go install, about three minutes`);
  mkdirSync(bin, { recursive: true });
  const built = spawnSync("go", ["install", `github.com/goreleaser/goreleaser/v2@v${GORELEASER_VERSION}`], {
    env: { ...process.env, GOBIN: bin, GOFLAGS: "" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (built.status !== 0 || !existsSync(own))
    throw new Error(`Cannot build GoReleaser ${GORELEASER_VERSION}; go install's own words are above`);
  return own;
}

function isRightVersion(file: string): boolean {
  const result = spawnSync(file, ["--version"], { encoding: "utf8" });
  return result.status === 0 && result.stdout.includes(GORELEASER_VERSION);
}
