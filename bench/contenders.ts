import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findGoReleaser } from "../scripts/compare/find-goreleaser.ts";
import type { Command } from "./measure.ts";

/** How the whole job is run; without a word with the tool's own parallelism, for all targets. */
export interface JobOptions {
  readonly parallelism?: number;
  /** For four targets only. */
  readonly few?: boolean;
}

/** One tool on its own copy of a project, with compile cache and home of its own. */
export interface Contender {
  readonly name: string;
  readonly project: string;
  /** The whole job. */
  run(options?: JobOptions): Command;
  /** Digests of the programs that the last run made, by `os-arch/name`. */
  programs(): ReadonlyMap<string, string>;
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

/** Four of them: with the three programs of examples/fleet twelve, so that with `--parallelism 12` all of them start at once. */
const FEW_TARGETS = ["darwin/arm64", "linux/amd64", "linux/arm64", "windows/amd64"];

/** Names of the contenders. */
export const CONTENDERS = ["slipway", "slipway with its gate", "go build loop", "GoReleaser"] as const;

/** The contenders on copies of one example, fresh where `home` has none yet; Slipway without its gate, since the others have none, and with it. */
export function makeContenders(example: string, home: string): Contender[] {
  const configs = writeConfigs(example, home);
  return [
    slipway("slipway", example, home, configs, ["--skip=prove"]),
    slipway("slipway with its gate", example, home, configs, []),
    loop(example, home),
    goreleaser(example, home, configs),
  ];
}

function slipway(name: string, example: string, home: string, configs: Configs, flags: readonly string[]): Contender {
  const project = copyExample(example, path.join(home, name.replaceAll(" ", "-")));
  const caches = cacheFolders(home, name);
  return {
    name,
    project,
    run: (options) => slipwayCommand(project, caches, ["release", ...flags, ...jobFlags(options, configs)]),
    programs: () => programsOfDist(project),
    wipe: () => rmSync(path.join(project, "dist"), { recursive: true, force: true }),
    chill: () => removeAll(caches),
  };
}

/** Slipway alone on a copy of an example of its own, for what is compared with another command or flag of it. */
export interface SlipwayCopy {
  readonly project: string;
  run(args: readonly string[]): Command;
}

/** The copy below `home` with one cache for whatever is run on it, with the programs and flags of the contenders. */
export function slipwayCopy(example: string, home: string): SlipwayCopy {
  mkdirSync(home, { recursive: true });
  const configs = writeConfigs(example, home);
  const project = copyExample(example, path.join(home, "copy"));
  const caches = cacheFolders(home, "copy");
  return { project, run: (args) => slipwayCommand(project, caches, [...args, ...jobFlags({}, configs)]) };
}

function slipwayCommand(
  project: string,
  caches: Readonly<Record<string, string>>,
  [command = "", ...flags]: readonly string[],
): Command {
  return {
    argv: [path.join(ROOT, "slipway"), command, "--snapshot", ...flags],
    cwd: project,
    env: { ...process.env, ...caches, CI: "true" },
  };
}

/** What people write by hand: one `go build` a program and target, outputs kept in place. */
function loop(example: string, home: string): Contender {
  const project = copyExample(example, path.join(home, "loop"));
  const caches = cacheFolders(home, "loop");
  const out = path.join(home, "loop-out");
  const script = path.join(home, "loop.sh");
  const builds = mainsOf(example, project).map(
    ({ id, main }) =>
      `  GOOS=$os GOARCH=$arch go build -trimpath -ldflags "-s -w -X main.version=$version" -o "${out}/$os-$arch/${id}" ${main}`,
  );
  writeFileSync(
    script,
    `set -e
version=$(git rev-parse --short=7 HEAD)
for target in $targets; do
  os=\${target%/*} arch=\${target#*/}
${builds.join("\n")}
done
`,
  );
  return {
    name: "go build loop",
    project,
    run: (options) => ({
      argv: ["sh", script],
      cwd: project,
      env: {
        ...process.env,
        ...caches,
        GOFLAGS: "-buildvcs=true",
        CGO_ENABLED: "0",
        targets: (options?.few ? FEW_TARGETS : TARGETS).join(" "),
      },
    }),
    programs: () =>
      new Map(
        readdirSync(out, { recursive: true, encoding: "utf8" })
          .filter((file) => statSync(path.join(out, file)).isFile())
          .map((file) => [file.split(path.sep).join("/"), digestOf(path.join(out, file))]),
      ),
    wipe: () => rmSync(out, { recursive: true, force: true }),
    chill: () => {
      removeAll(caches);
      rmSync(out, { recursive: true, force: true });
    },
  };
}

function goreleaser(example: string, home: string, configs: Configs): Contender {
  const project = copyExample(example, path.join(home, "goreleaser"));
  const caches = cacheFolders(home, "goreleaser");
  const tool = findGoReleaser();
  return {
    name: "GoReleaser",
    project,
    run: (options) => ({
      argv: [tool, "release", "--snapshot", "--clean", ...jobFlags(options, configs)],
      cwd: project,
      // As Go does by itself, whatever this machine's `go env` says.
      env: { ...process.env, ...caches, GOFLAGS: "-buildvcs=true" },
    }),
    programs: () => programsOfDist(project),
    // Its --clean does that by itself.
    wipe: () => undefined,
    chill: () => removeAll(caches),
  };
}

/** Project files, for all targets and for four. */
interface Configs {
  readonly all: string;
  readonly few: string;
}

/** Files in GoReleaser's language that both tools read: the same programs, flags and version for everybody. */
function writeConfigs(example: string, home: string): Configs {
  const write = (name: string, targets: string): string => {
    const config = path.join(home, name);
    const builds = mainsOf(example, path.join(ROOT, "examples", example)).map(
      ({ id, main }) =>
        `  - id: ${id}\n    main: ${main}\n    binary: ${id}\n    flags: [-trimpath]\n    ldflags: ["-s -w -X main.version={{ .Version }}"]\n    env: [CGO_ENABLED=0]\n${targets}`,
    );
    writeFileSync(
      config,
      `version: 2\nproject_name: ${example}\nbuilds:\n${builds.join("")}snapshot:\n  version_template: "{{ .ShortCommit }}"\n`,
    );
    return config;
  };
  const few = FEW_TARGETS.map((target) => target.replace("/", "_")).join(", ");
  return { all: write("bench.yaml", ""), few: write("bench-few.yaml", `    targets: [${few}]\n`) };
}

function mainsOf(example: string, folder: string): { id: string; main: string }[] {
  const list = ["list", "-f", '{{if eq .Name "main"}}{{.Dir}}{{end}}', "./..."];
  const dirs = execFileSync("go", list, { cwd: folder, encoding: "utf8", env: { ...process.env, GOFLAGS: "" } });
  return dirs
    .split("\n")
    .filter(Boolean)
    .map((dir) => {
      const main = `./${path.relative(folder, dir)}`;
      return { id: main === "./" ? example : path.basename(dir), main: main === "./" ? "." : main };
    });
}

/** Digests of the programs of a dist folder by `os-arch/name`. */
function programsOfDist(project: string): Map<string, string> {
  const dist = path.join(project, "dist");
  const entries = JSON.parse(readFileSync(path.join(dist, "artifacts.json"), "utf8")) as readonly {
    type: string;
    path: string;
    goos: string;
    goarch: string;
    extra: { ID: string };
  }[];
  return new Map(
    entries
      .filter((entry) => entry.type === "Binary")
      .map((entry) => [`${entry.goos}-${entry.goarch}/${entry.extra.ID}`, digestOf(path.join(project, entry.path))]),
  );
}

function digestOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

function jobFlags(options: JobOptions | undefined, configs: Configs): string[] {
  const parallelism = options?.parallelism === undefined ? [] : ["--parallelism", String(options.parallelism)];
  return [`--config=${options?.few ? configs.few : configs.all}`, ...parallelism];
}

/** The example as a repository of its own, with one commit and a tag; one that is there already is taken as it is. */
export function copyExample(example: string, to: string): string {
  if (existsSync(path.join(to, ".git"))) return to;
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(path.join(ROOT, "examples", example), to, {
    recursive: true,
    filter: (file) => path.basename(file) !== "dist",
  });
  writeFileSync(path.join(to, ".gitignore"), "dist/\n");
  commit(to, "first", ["init", "--quiet"]);
  execFileSync("git", ["tag", "v1.0.0"], { cwd: to });
  // Without a remote GoReleaser takes a snapshot for one of no commit at all.
  execFileSync("git", ["remote", "add", "origin", "https://example.test/bench.git"], { cwd: to });
  return to;
}

/** Takes a copy back to its first commit, so that all contenders build the same version. */
export function restart(folder: string): void {
  execFileSync("git", ["reset", "--quiet", "--hard", "v1.0.0"], { cwd: folder });
}

/** Commits everything in a folder, dated by `message`, so that every contender's copy has the same commits. */
export function commit(folder: string, message: string, before: readonly string[] = ["status", "--short"]): void {
  const date = `${1_704_164_645 + Number(message.match(/\d+/)?.[0] ?? 0)} +0000`;
  const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const git = (args: readonly string[]): void => void execFileSync("git", args, { cwd: folder, env, stdio: "ignore" });
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
