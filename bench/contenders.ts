import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findGoReleaser } from "../scripts/compare/find-goreleaser.ts";
import type { Command } from "./measure.ts";

/** One tool on its own copy of a project, with compile cache and home of its own. */
export interface Contender {
  readonly name: string;
  readonly project: string;
  /** The whole job. */
  run(options?: { readonly parallelism?: number }): Command;
  /** Throws away what the tool made, not what it caches. */
  wipe(): void;
  /** Throws away every cache, Go's too. */
  chill(): void;
}

const ROOT = path.resolve(import.meta.dirname, "..");

/** The targets of a release with no configuration. */
const TARGETS = [
  "darwin/amd64",
  "darwin/arm64",
  "linux/386",
  "linux/amd64",
  "linux/arm64",
  "windows/386",
  "windows/amd64",
  "windows/arm64",
];

/** The three contenders on fresh copies of one example. */
export function makeContenders(example: string, home: string): Contender[] {
  return [slipway("slipway", example, home, ["--skip=prove"]), loop(example, home), goreleaser(example, home)];
}

/** Slipway with extra flags, on its own copy. */
export function slipway(name: string, example: string, home: string, flags: readonly string[]): Contender {
  const project = copyExample(example, path.join(home, name));
  const caches = cacheFolders(home, name);
  return {
    name,
    project,
    run: (options) => ({
      argv: [path.join(ROOT, "slipway"), "release", "--snapshot", ...flags, ...parallel(options)],
      cwd: project,
      env: { ...process.env, ...caches, CI: "true" },
    }),
    wipe: () => rmSync(path.join(project, "dist"), { recursive: true, force: true }),
    chill: () => removeAll(caches),
  };
}

/** What people write by hand: one `go build` a program and target, outputs kept in place. */
function loop(example: string, home: string): Contender {
  const project = copyExample(example, path.join(home, "loop"));
  const caches = cacheFolders(home, "loop");
  const out = path.join(home, "loop-out");
  const script = path.join(home, "loop.sh");
  writeFileSync(
    script,
    `set -e
version=$(git describe --tags --always) commit=$(git rev-parse HEAD) date=$(git log -1 --format=%cd --date=format:%Y-%m-%dT%H:%M:%SZ)
for target in ${TARGETS.join(" ")}; do
  for main in $(go list -f '{{if eq .Name "main"}}{{.ImportPath}}{{end}}' ./...); do
    GOOS=\${target%/*} GOARCH=\${target#*/} go build -trimpath -o "${out}/$target/" \\
      -ldflags "-s -w -X main.version=$version -X main.commit=$commit -X main.date=$date -X main.builtBy=loop" "$main"
  done
done
`,
  );
  return {
    name: "go build loop",
    project,
    run: () => ({
      argv: ["sh", script],
      cwd: project,
      env: { ...process.env, ...caches, GOFLAGS: "-buildvcs=true", CGO_ENABLED: "0" },
    }),
    wipe: () => rmSync(out, { recursive: true, force: true }),
    chill: () => {
      removeAll(caches);
      rmSync(out, { recursive: true, force: true });
    },
  };
}

function goreleaser(example: string, home: string): Contender {
  const project = copyExample(example, path.join(home, "goreleaser"));
  const caches = cacheFolders(home, "goreleaser");
  const tool = findGoReleaser();
  const config = path.join(home, "goreleaser.yaml");
  const mains = execFileSync("go", ["list", "-f", '{{if eq .Name "main"}}{{.Dir}}{{end}}', "./..."], {
    cwd: project,
    encoding: "utf8",
  })
    .split("\n")
    .filter(Boolean);
  writeFileSync(
    config,
    `version: 2\nbuilds:\n${mains
      .map((dir) => {
        const main = `./${path.relative(project, dir)}`;
        const id = path.basename(dir) === path.basename(project) ? example : path.basename(dir);
        return `  - { id: ${id}, binary: ${id}, main: "${main}", flags: [-trimpath], env: [CGO_ENABLED=0] }\n`;
      })
      .join("")}`,
  );
  return {
    name: "GoReleaser",
    project,
    run: (options) => ({
      argv: [tool, "release", "--snapshot", "--clean", "-f", config, ...parallel(options)],
      cwd: project,
      env: { ...process.env, ...caches, GOFLAGS: "" },
    }),
    // Its --clean does that by itself.
    wipe: () => undefined,
    chill: () => removeAll(caches),
  };
}

function parallel(options: { readonly parallelism?: number } | undefined): string[] {
  return options?.parallelism === undefined ? [] : ["--parallelism", String(options.parallelism)];
}

/** The example as a repository of its own, with one commit and a tag. */
function copyExample(example: string, to: string): string {
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(path.join(ROOT, "examples", example), to, {
    recursive: true,
    filter: (file) => path.basename(file) !== "dist",
  });
  writeFileSync(path.join(to, ".gitignore"), "dist/\n");
  commit(to, "first", ["init", "--quiet"]);
  execFileSync("git", ["tag", "v1.0.0"], { cwd: to });
  return to;
}

/** Commits everything in a folder; `before` is a git command to run first. */
export function commit(folder: string, message: string, before: readonly string[] = ["status", "--short"]): void {
  const git = (args: readonly string[]): void => void execFileSync("git", args, { cwd: folder, stdio: "ignore" });
  git(before);
  git(["add", "--all"]);
  git([
    "-c",
    "user.name=bench",
    "-c",
    "user.email=bench@example.test",
    "commit",
    "--quiet",
    "--allow-empty",
    "-m",
    message,
  ]);
}

function cacheFolders(home: string, name: string): Record<string, string> {
  const folder = path.join(home, "caches", name.replaceAll(" ", "-"));
  return { GOCACHE: path.join(folder, "go"), SLIPWAY_CACHE: path.join(folder, "slipway") };
}

function removeAll(folders: Readonly<Record<string, string>>): void {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
}
