import type { Raw } from "../schema/project-file.ts";
import type { Build, BuildDetails, BuildOverride, IgnoredBuild } from "../sections/build.ts";
import type { DefaultsFacts } from "./defaults-facts.ts";
import { expandEnv } from "./expand-env.ts";
import { hookPairOf } from "./hooks.ts";

type RawBuild = NonNullable<Raw["builds"]>[number];
type RawOverride = NonNullable<RawBuild["overrides"]>[number];
type RawIgnore = NonNullable<RawBuild["ignore"]>[number];

/**
 * Linker flags of a build that names none. GoReleaser's own have the time of the build in `main.date`; ours have the
 * time of the commit, so that the same commit gives the same bytes (docs/reproducible-defaults.md).
 */
export const DEFAULT_LDFLAGS =
  "-s -w -X main.version={{.Version}} -X main.commit={{.Commit}} -X main.date={{.CommitDate}} -X main.builtBy=slipway";

/** Flags of a build that names none: paths of the machine must not reach the bytes. */
export const DEFAULT_FLAGS: readonly string[] = ["-trimpath"];

/** The entries of `builds`, or what stands in their place when there are none. */
export function buildsOf(raw: Raw, projectName: string, facts: DefaultsFacts): Build[] {
  const builds = raw.builds ?? [];
  const asked: readonly RawBuild[] = builds.length > 0 ? builds : buildsOfMains(projectName, facts);
  return asked.map((build) => buildOf(build, raw.monorepo?.dir ?? "", projectName, facts));
}

/**
 * A file without builds means the main package at its folder, as for GoReleaser. Where there is none, or no file at
 * all, every main package is a program.
 */
function buildsOfMains(projectName: string, facts: DefaultsFacts): RawBuild[] {
  const atRoot = facts.mains.some((main) => main.dir === ".");
  if (facts.mains.length === 0 || (atRoot && (facts.hasFile || facts.mains.length === 1))) return [{}];
  const names = facts.mains.map((main) => (main.dir === "." ? projectName : main.name));
  return facts.mains.map((main, index) => {
    const name = names[index] ?? main.name;
    const shared = names.filter((other) => other === name).length > 1;
    const id = shared && main.dir !== "." ? main.dir.replace(/^\.\//u, "").replaceAll("/", "-") : name;
    return { id, main: main.dir, binary: name };
  });
}

function buildOf(raw: RawBuild, dir: string, projectName: string, facts: DefaultsFacts): Build {
  const builder = raw.builder ?? "go";
  const targets = raw.targets ?? [];
  // `prebuilt` has no default targets, and where targets are named no matrix is wanted.
  const matrix = (asked: readonly string[] | undefined, preset: readonly string[]): readonly string[] =>
    asked && asked.length > 0 ? asked : targets.length > 0 || builder !== "go" ? [] : preset;
  const tool = raw.tool || (builder === "go" ? "go" : "");
  return {
    ...detailsOf(raw, facts),
    ldflags: raw.ldflags?.length ? raw.ldflags : builder === "go" ? [DEFAULT_LDFLAGS] : [],
    flags: raw.flags?.length ? raw.flags : builder === "go" && isGoCommand(tool) ? DEFAULT_FLAGS : [],
    id: raw.id || projectName,
    id_is_default: !raw.id,
    builder,
    goos: matrix(raw.goos, ["linux", "darwin", "windows"]),
    goarch: matrix(raw.goarch, ["amd64", "arm64", "386"]),
    goamd64: matrix(raw.goamd64, ["v1"]),
    go386: matrix(raw.go386, ["sse2"]),
    goarm: matrix(raw.goarm, [defaultGoarm(facts.env)]),
    goarm64: matrix(raw.goarm64, ["v8.0"]),
    gomips: matrix(raw.gomips, ["hardfloat"]),
    goppc64: matrix(raw.goppc64, ["power8"]),
    goriscv64: matrix(raw.goriscv64, ["rva20u64"]),
    targets,
    ignore: (raw.ignore ?? []).map(platformOf),
    overrides: (raw.overrides ?? []).map((override) => overrideOf(override, facts)),
    dir: raw.dir || dir || ".",
    main: raw.main || (builder === "go" ? "." : ""),
    binary: raw.binary || projectName,
    binary_is_default: !raw.binary,
    hooks: hookPairOf(raw.hooks),
    mod_timestamp: raw.mod_timestamp ?? "",
    skip: raw.skip ?? "",
    tool,
    command: raw.command || (builder === "go" ? "build" : ""),
    no_unique_dist_dir: raw.no_unique_dist_dir ?? "",
    no_main_check: raw.no_main_check ?? false,
    prebuilt: { path: raw.prebuilt?.path ?? "" },
    packages: raw.packages ?? [],
  };
}

/** Whether a tool is surely the Go command; others (TinyGo) may not know our default flags. */
function isGoCommand(tool: string): boolean {
  return /(?:^|[\\/])go[\d.]*(?:\.exe)?$/u.test(tool);
}

/** GoReleaser's experiment of the same name. */
export function defaultGoarm(env: Readonly<Record<string, string>>): string {
  return (env["GORELEASER_EXPERIMENTAL"] ?? "").split(",").includes("defaultgoarm") ? "7" : "6";
}

function detailsOf(raw: RawBuild | RawOverride, facts: DefaultsFacts): BuildDetails {
  const buildmode = raw.buildmode ?? "";
  return {
    buildmode: buildmode === "default" ? "" : buildmode,
    ldflags: raw.ldflags ?? [],
    tags: raw.tags ?? [],
    flags: raw.flags ?? [],
    asmflags: raw.asmflags ?? [],
    gcflags: raw.gcflags ?? [],
    env: (raw.env ?? []).map((line) => expandEnv(line, facts.env)),
    cc_wrapper: raw.cc_wrapper ?? "",
    libc: raw.libc ?? "",
    debug: raw.debug ?? "",
  };
}

/** GoReleaser expands the environment in `builds.env` only, not in that of overrides. */
function overrideOf(raw: RawOverride, facts: DefaultsFacts): BuildOverride {
  return { ...platformOf(raw), ...detailsOf(raw, facts), env: raw.env ?? [] };
}

function platformOf(raw: RawIgnore | RawOverride): IgnoredBuild {
  return {
    goos: raw.goos ?? "",
    goarch: raw.goarch ?? "",
    goamd64: raw.goamd64 ?? "",
    go386: raw.go386 ?? "",
    goarm: raw.goarm ?? "",
    goarm64: raw.goarm64 ?? "",
    gomips: raw.gomips ?? "",
    goppc64: raw.goppc64 ?? "",
    goriscv64: raw.goriscv64 ?? "",
  };
}
