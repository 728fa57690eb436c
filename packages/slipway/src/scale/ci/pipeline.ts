import { SlipwayError } from "../../errors.ts";
import type { Config } from "../../config/config.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Task } from "../../plan/task.ts";
import { isNative, partsOf } from "../shards/divide-plan.ts";
import { bestMachines } from "../machines/predict.ts";
import { FORGEJO_RUNNERS, GITHUB_RUNNERS, GITLAB_RUNNERS, type Runners } from "./runners.ts";

/** One machine that builds: a numbered shard, or a target that wants a machine of its own kind. */
export interface BuildLeg {
  /** What `--shard` takes: `2/3`, or `darwin/arm64`. */
  readonly shard: string;
  /** The same as a part of a file's name. */
  readonly name: string;
  readonly runner: string;
  readonly targets: readonly string[];
  /** The argument of `vcvarsall` where Visual Studio's tools are wanted: `x64`, `x86`, `arm64`. */
  readonly msvc?: string;
}

/** One machine that runs what was packed for it. */
export interface ProveLeg {
  readonly target: string;
  readonly name: string;
  readonly runner: string;
}

/** One run of the module's own tests. */
export interface TestLeg {
  readonly runner: string;
  readonly name: string;
  /** A version, or empty for that of go.mod. */
  readonly go: string;
  readonly flags: string;
}

/** Everything that a CI file is written from; the same for every system. */
export interface Pipeline {
  /** The name that the project file says; empty where it says none, since one that a remote or folder tells differs between clones. */
  readonly project: string;
  /** The project's folder relative to the repository's top; `.` when it is the top. */
  readonly folder: string;
  /** The project file that `-f` names, relative to the project's folder; empty for the one that is found by itself. */
  readonly file: string;
  /** The file that names the Go version, relative to the repository's top: a `go.mod` or a `go.work`. */
  readonly goFile: string;
  /** The version in it, `1.26` or `1.26.8`; empty when it names none. */
  readonly goVersion: string;
  /** Folders of the modules whose tests are run, relative to the project's; `.` for its own. */
  readonly modules: readonly string[];
  /** The CI system where the project file says another one: the jobs are told of it, too. Else empty. */
  readonly system: string;
  /** Where the finished release lies, relative to the project's folder. */
  readonly dist: string;
  /** Whether the numbered shards hold programs with C, which want a compiler for every target. */
  readonly zig: boolean;
  /** Patterns of the tags that are released. */
  readonly tags: string;
  /** What runs Slipway. */
  readonly slipway: string;
  readonly environment: string;
  readonly compare: boolean;
  readonly runner: string;
  /** A container's image by runner, for systems whose jobs run in one. */
  readonly images: Readonly<Record<string, string>>;
  readonly build: readonly BuildLeg[];
  /** How many numbered shards the plan could be cut into, if a run might have as many jobs. */
  readonly most: number;
  readonly prove: readonly ProveLeg[];
  readonly test: readonly TestLeg[];
}

/** What a pipeline is made of, beside the plan. */
export interface PipelineInput extends Pick<
  Pipeline,
  "project" | "folder" | "file" | "system" | "goFile" | "goVersion" | "modules"
> {
  readonly config: Config;
  readonly version: string;
  /** The tag that is there, whose prefix the next ones will have. */
  readonly tag: string;
}

/** Most jobs of one run on GitHub, and those of them that are in no matrix: plan, base, merge, publish. */
const MOST_JOBS = 256;
const SINGLE_JOBS = 4;
/** Most jobs of one matrix on GitLab. */
const MOST_LEGS = 200;

/**
 * Makes the pipeline of a plan. Pure.
 *
 * @throws SlipwayError `usage` when tests and proofs alone are more jobs than a run may have.
 */
export function pipelineOf(plan: Plan, { config, version, tag, ...places }: PipelineInput): Pipeline {
  const { ci, shards } = config;
  const runners = runnersOf(ci.system, ci.runners);
  const { groups } = partsOf(plan.tasks, shards.by, shards.native);
  const numbered = groups.filter(({ targets }) => !targets.some((target) => isNative(target, shards.native)));
  const wanted = shards.count > 0 ? shards.count : bestMachines(numbered.map(({ cost }) => cost));
  const plain = [...new Set(plan.targets.map(withoutVariant))];
  const prove = proveLegs(plain, runners);
  const test = ci.tests ? testLegs(plain, runners, config) : [];
  const others = SINGLE_JOBS + prove.length + test.length + shards.native.length;
  if (others >= MOST_JOBS || Math.max(prove.length, test.length) > MOST_LEGS) {
    throw new SlipwayError("usage", `The workflow would have more than ${others} jobs`, {
      expected: `at most ${MOST_JOBS}, and ${MOST_LEGS} of one kind`,
      actual: `${test.length} for tests, ${prove.length} for proofs, ${shards.native.length} of shards.native`,
      hint: "name fewer versions and ways to compile in ci.go and ci.builds",
    });
  }
  const count = Math.max(1, Math.min(wanted, numbered.length, MOST_LEGS, MOST_JOBS - others));
  return {
    ...places,
    dist: plan.dist,
    zig: numbered.some(({ tasks }) => tasks.some(wantsCompiler)),
    tags: tagPattern(tag, config.monorepo.tag_prefix),
    slipway: ci.slipway || `npx --yes slipway@${version}`,
    environment: ci.environment,
    compare: ci.compare,
    runner: runners.build,
    images: runners.images ?? {},
    build: [
      ...(numbered.length === 0 ? [] : numberedLegs(count, runners.build)),
      ...shards.native.map((target) => nativeLeg(target, runners)),
    ],
    most: numbered.length,
    prove,
    test,
  };
}

/** Tags like the one that is there: what stands before its numbers, then anything. Without a tag, `v` after the prefix. */
function tagPattern(tag: string, prefix: string): string {
  const short = tag.startsWith(prefix) ? tag.slice(prefix.length) : tag;
  const before = /^(.*?)\d+(?:\.\d+)+/u.exec(short) ?? /^(\D*)\d/u.exec(short);
  return `${prefix}${before?.[1] ?? "v"}*`;
}

function proveLegs(targets: readonly string[], { native }: Runners): ProveLeg[] {
  return targets.flatMap((target) => {
    const runner = native[target];
    // What builds is a linux/amd64 machine, and proves that by itself.
    if (target === "linux/amd64" || runner === undefined) return [];
    return [{ target, name: target.replace("/", "-"), runner }];
  });
}

function runnersOf(system: Config["ci"]["system"], own: Readonly<Record<string, string>>): Runners {
  const base = { github: GITHUB_RUNNERS, gitlab: GITLAB_RUNNERS, forgejo: FORGEJO_RUNNERS, gitea: FORGEJO_RUNNERS }[
    system
  ];
  const { build = base.build, ...native } = own;
  return { ...base, build, native: { ...base.native, ...native } };
}

/** Whether a program has C in it and the project file does not say which compiler makes it. */
function wantsCompiler({ params }: Task): boolean {
  const { cgo, env } = (params["settings"] ?? {}) as Partial<GoSettings>;
  return cgo?.enabled === true && env?.["CC"] === undefined;
}

/** What of a Go build's params matters here. */
interface GoSettings {
  readonly cgo: { readonly enabled: boolean };
  readonly env: Readonly<Record<string, string>>;
}

function numberedLegs(count: number, runner: string): BuildLeg[] {
  return Array.from({ length: count }, (_, at) => ({
    shard: `${at + 1}/${count}`,
    name: `${at + 1}`,
    runner,
    targets: [],
  }));
}

const VCVARSALL: Readonly<Record<string, string>> = {
  "windows/amd64": "x64",
  "windows/386": "x86",
  "windows/arm64": "arm64",
};

function nativeLeg(target: string, runners: Runners): BuildLeg {
  const msvc = VCVARSALL[target];
  return {
    shard: target,
    name: target.replaceAll("/", "-"),
    runner: runners.native[withoutVariant(target)] ?? runners.build,
    targets: [target],
    ...(msvc === undefined ? {} : { msvc }),
  };
}

/** Every kind of machine that is there, each Go version, each way to compile. */
function testLegs(targets: readonly string[], runners: Runners, { ci }: Config): TestLeg[] {
  const machines = [runners.build, ...targets.flatMap((target) => runners.native[target] ?? [])];
  const flags: Readonly<Record<string, string>> = { release: "-trimpath", debug: "-gcflags=all=-N -l" };
  const legs: TestLeg[] = [];
  for (const runner of new Set(machines)) {
    for (const go of ci.go.length === 0 ? [""] : ci.go) {
      for (const build of ci.builds.length === 0 ? ["release"] : ci.builds) {
        const name = [runner, ...(go === "" ? [] : [`go ${go}`]), ...(ci.builds.length === 0 ? [] : [build])].join(
          ", ",
        );
        legs.push({ runner, name, go, flags: flags[build] ?? "" });
      }
    }
  }
  return legs;
}

function withoutVariant(target: string): string {
  return target.split("/").slice(0, 2).join("/");
}
