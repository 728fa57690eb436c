import type { JsonObject } from "../../json.ts";
import { dirname, join } from "../../platform/path.ts";
import type { Task } from "../../plan/task.ts";
import { formatTarget, type Target } from "../../plan/targets/target.ts";
import { selectingFlags } from "../../source/go/selecting-flags.ts";

/** One platform with the settings of its builds that choose files. */
export interface PortabilityTarget {
  /** `windows/amd64`; with more behind it when builds see the platform differently. */
  readonly name: string;
  readonly os: string;
  readonly arch: string;
  /** Folder that Go runs in, relative to the project's. */
  readonly dir: string;
  readonly cgo: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  /** Folders of the programs that are built for it, relative to the project's, or their import paths; empty for all. */
  readonly programs: readonly string[];
  /** The plan's targets that see the source in this way, in display form. */
  readonly covers: readonly string[];
}

/** What of the params of a Go build matters here. */
interface BuildSettings extends JsonObject {
  readonly dir: string;
  readonly flags: readonly string[];
  readonly platform: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly cgo: { readonly enabled: boolean };
}

/**
 * The targets of a plan's builds, one for each way in which builds see the source: a platform, its cgo and its tags. Variants
 * of one architecture see the same files and are one, unless a build says otherwise.
 */
export function targetsOfPlan(tasks: readonly Task[]): PortabilityTarget[] {
  type Way = Omit<PortabilityTarget, "name" | "covers" | "programs">;
  interface SeenBy {
    readonly target: Way;
    readonly build: string;
    readonly covers: Set<string>;
    readonly programs: Set<string>;
  }
  const ways = new Map<string, SeenBy>();
  for (const task of tasks) {
    if (task.kind !== "go-build") continue;
    const { dir, flags, platform, env, cgo } = task.params["settings"] as BuildSettings;
    const target = {
      os: platform["GOOS"] ?? "",
      arch: platform["GOARCH"] ?? "",
      dir,
      cgo: cgo.enabled,
      env: { ...chooses(env), ...platform, CGO_ENABLED: cgo.enabled ? "1" : "0" },
      flags: selectingFlags(flags),
    };
    const key = JSON.stringify([target.os, target.arch, dir, cgo.enabled, target.flags, chooses(env)]);
    const build = task.params["build"] as string;
    const way = ways.get(key) ?? { target, build, covers: new Set<string>(), programs: new Set<string>() };
    if (task.target !== undefined) way.covers.add(task.target);
    way.programs.add(programFolder(dir, task.params["package"] as string));
    ways.set(key, way);
  }
  const named = [...ways.values()].map(({ target, build, covers, programs }) => {
    const platform = `${target.os}/${target.arch}`;
    const alone = [...ways.values()].filter(
      (other) => other.target.os === target.os && other.target.arch === target.arch,
    );
    return {
      ...target,
      covers: [...covers],
      programs: [...programs],
      name: alone.length === 1 ? platform : `${platform} (${build})`,
    };
  });
  return named.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A target that nobody's build describes: its platform, without cgo. */
export function plainTarget(target: Target): PortabilityTarget {
  return {
    name: formatTarget({ os: target.os, arch: target.arch }),
    os: target.os,
    arch: target.arch,
    dir: ".",
    cgo: false,
    env: { GOOS: target.os, GOARCH: target.arch, CGO_ENABLED: "0" },
    flags: [],
    covers: [],
    programs: [],
  };
}

/** The folder that Go runs in. */
export function targetFolder(target: PortabilityTarget, root: string): string {
  return join(root, target.dir);
}

/** The folder of the program that a build makes: its package is a folder, a file in one, or an import path, which stays what it is. */
function programFolder(dir: string, main: string): string {
  if (/^[\w-]+\.[\w.-]+\//.test(main)) return main;
  return join(dir, main.endsWith(".go") ? dirname(main) : main);
}

/** Variables of a build that choose files or language. */
function chooses(env: Readonly<Record<string, string>>): Record<string, string> {
  const names = new Set(["GOEXPERIMENT", "GOWORK", "GO111MODULE", "GOFLAGS", "CGO_CFLAGS_ALLOW"]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.has(name)));
}
