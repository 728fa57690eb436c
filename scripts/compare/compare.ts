/**
 * `npm run compare -- CHECKOUT [-f FILE] [--warm] [--names] [--json] [--keep] [-- GORELEASER_AND_SLIPWAY_FLAG...]`
 *
 * Clones the checkout twice into temporary folders, runs the real GoReleaser and Slipway on them, and prints every
 * difference in file names, archive members with order and modes, checksum lines and artifacts.json. Digests, sizes
 * and times are left out. Exit 0 when equal, 3 when different, 1 when a tool failed.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { differences } from "./differences.ts";
import { findDist, readDistShape } from "./dist-shape.ts";
import { findGoReleaser, GORELEASER_VERSION } from "./find-goreleaser.ts";
import { listArchive } from "./list-archive.ts";
import { runSide, type SideRun } from "./run-side.ts";
import { standInGo } from "./stand-in-go.ts";

/** GoReleaser's steps whose work Slipway does not do yet; both sides skip them so that the rest is comparable. */
const SKIPPED = [
  "announce",
  "publish",
  "validate",
  "sign",
  "sbom",
  "nfpm",
  "docker",
  "ko",
  "snapcraft",
  "homebrew",
  "scoop",
];
const SKIPPED_MORE = [
  "winget",
  "nix",
  "aur",
  "aur-source",
  "chocolatey",
  "makeself",
  "flatpak",
  "srpm",
  "notarize",
  "mcp",
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: "string", short: "f" },
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    warm: { type: "boolean", default: false },
    names: { type: "boolean", default: false },
  },
});
const [checkout, ...flags] = positionals;
if (checkout === undefined) {
  console.error("usage: npm run compare -- CHECKOUT [-f FILE] [--warm] [--names] [--json] [--keep] [-- FLAG...]");
  process.exit(2);
}

const root = path.resolve(import.meta.dirname, "..", "..");
const home = mkdtempSync(path.join(os.tmpdir(), "slipway-compare-"));
const config = values.file === undefined ? [] : ["-f", path.resolve(values.file)];
const skip = `--skip=${[...SKIPPED, ...SKIPPED_MORE].join(",")}`;
const goFolder = values.names ? [standInGo(path.join(home, "go"))] : [];
const environment = (cache: string): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [...goFolder, process.env["PATH"] ?? ""].join(path.delimiter),
  // A cache of its own for each side, unless a warm one is asked for: neither may live on the other's work.
  ...(values.warm ? {} : { GOCACHE: path.join(home, cache) }),
  GOFLAGS: "",
  // Slipway builds without cgo unless the config asks for it. GoReleaser leaves that to Go, which turns it on for the
  // host alone, and only where a C compiler is found: a fact about the machine, not about the tools.
  CGO_ENABLED: process.env["CGO_ENABLED"] ?? "0",
});

const sides: Record<"goreleaser" | "slipway", SideRun | undefined> = { goreleaser: undefined, slipway: undefined };
try {
  for (const side of ["goreleaser", "slipway"] as const)
    clone(checkout, path.join(home, side, path.basename(path.resolve(checkout))));
  const folder = (side: string): string => path.join(home, side, path.basename(path.resolve(checkout)));
  sides.goreleaser = await runSide(
    [findGoReleaser(), "release", "--snapshot", "--clean", skip, ...config, ...flags],
    folder("goreleaser"),
    environment("gocache-goreleaser"),
  );
  sides.slipway = await runSide(
    [path.join(root, "slipway"), "release", "--snapshot", "--clean", `${skip},prove`, ...config, ...flags],
    folder("slipway"),
    { ...environment("gocache-slipway"), SLIPWAY_CACHE: path.join(home, "slipway-cache") },
  );
  for (const [side, run] of Object.entries(sides)) {
    if (run?.exitCode === 0) continue;
    console.error(`${side} failed with exit code ${run?.exitCode}:\n${run?.tail}`);
    process.exitCode = 1;
  }
  if (process.exitCode === undefined) {
    const found = differences(
      await readDistShape(findDist(folder("goreleaser")), listArchive),
      await readDistShape(findDist(folder("slipway")), listArchive),
    );
    print(found);
    process.exitCode = found.length === 0 ? 0 : 3;
  }
} finally {
  if (values.keep) console.error(`kept: ${home}`);
  else rmSync(home, { recursive: true, force: true });
}

/** A clone with its tags, at the same commit; submodules and untracked files do not come along. */
function clone(from: string, to: string): void {
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", path.resolve(from), to], { stdio: "inherit" });
  const commit = execFileSync("git", ["-C", path.resolve(from), "rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  execFileSync("git", ["-C", to, "checkout", "--quiet", commit], { stdio: "inherit" });
  // The origin's URL reaches git facts (GitURL), so both sides get the one that the checkout has.
  const url = remoteUrl(from);
  // Without one it stays the checkout's path: GoReleaser does not take a repository that has no remote.
  if (url !== "") execFileSync("git", ["-C", to, "remote", "set-url", "origin", url]);
}

function remoteUrl(checkout: string): string {
  try {
    return execFileSync("git", ["-C", path.resolve(checkout), "remote", "get-url", "origin"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}

function print(found: readonly string[]): void {
  if (values.json) {
    console.log(
      JSON.stringify({
        equal: found.length === 0,
        differences: found,
        goreleaser: sides.goreleaser,
        slipway: sides.slipway,
      }),
    );
    return;
  }
  for (const line of found) console.log(line);
  const cost = (run: SideRun | undefined): string =>
    run === undefined ? "-" : `${run.seconds.toFixed(1)} s wall, ${run.cpuSeconds?.toFixed(1) ?? "?"} s CPU`;
  console.log(found.length === 0 ? "equal" : `${found.length} differences`);
  console.log(
    "left out: digests, sizes, values of time, manifests for krew, GoReleaser's forgotten *.bkp of a source archive",
  );
  console.log(`GoReleaser ${GORELEASER_VERSION}: ${cost(sides.goreleaser)}`);
  console.log(`Slipway: ${cost(sides.slipway)}`);
}
