import type { PlanContext } from "../../../plan/kind.ts";
import type { Task } from "../../../plan/task.ts";
import { matchesTarget } from "../../../plan/targets/matches-target.ts";
import { compareGoVersions, versionOfToolchain } from "../../../source/go/go-version.ts";
import type { GoBuildParams } from "../go-build-params.ts";
import { isGoCommand } from "../go-command.ts";
import type { GoTestsParams } from "./go-tests-params.ts";

const MB = 1 << 20;

/** Where the race detector exists (Go `internal/platform.RaceDetectorSupported`). */
const RACE = new Set([
  ..."linux/amd64 linux/arm64 linux/ppc64le linux/s390x linux/loong64 linux/riscv64 darwin/amd64 darwin/arm64".split(
    " ",
  ),
  ..."freebsd/amd64 netbsd/amd64 windows/amd64".split(" "),
]);

/** Plans the building of the module's tests, once for each target that a program is built for, when `prove.test` asks for them. */
export function planGoTests(context: PlanContext): void {
  const { test, level } = context.config.prove;
  const { options } = context;
  if (test.packages.length === 0 || level === "off" || options.skip.includes("prove") || options.upTo === "build")
    return;
  const seen = new Set<string>();
  for (const task of context.tasks.filter(({ kind }) => kind === "go-build")) {
    if (task.target === undefined) continue;
    const params = task.params as GoBuildParams;
    const target = pairOf(params);
    if (seen.has(params.target) || !isGoCommand(params.settings.tool) || !matchesTarget(target, test.targets)) continue;
    seen.add(params.target);
    context.add(testsTask(task, params, context));
  }
}

function testsTask(built: Task, params: GoBuildParams, context: PlanContext): Task {
  const { test } = context.config.prove;
  const target = pairOf(params);
  const race = test.race && RACE.has(`${target.os}/${target.arch}`);
  const { settings } = params;
  // Tests find their files by the paths that the compiler writes, which -trimpath would take away.
  const kept = settings.flags.filter((flag) => !/^--?(?:trimpath|race|cover|coverpkg|o)(?:=|$)/.test(flag));
  const flags = [...kept, ...test.build_flags, ...(race ? ["-race"] : []), ...(test.cover ? ["-cover"] : [])];
  const tests: GoTestsParams = {
    ...params,
    settings: {
      ...settings,
      command: "test",
      flags,
      cgo: race ? { ...settings.cgo, enabled: true, why: "-race needs it" } : settings.cgo,
      buildmode: "",
      vcs: null,
    },
    package: test.packages[0]!,
    packages: test.packages,
    race,
    cover: test.cover,
    framed: marksOutput(settings.tool === "go" ? settings.toolchain : settings.tool.replace(/^.*[\\/]|\.exe$/gu, "")),
    goName: null,
    ldflags: "",
    header: false,
    mainCheck: false,
  };
  const name = params.target;
  return {
    id: `go-tests:${name}`,
    kind: "go-tests",
    stage: "build",
    title: `build the tests for ${built.target}`,
    target: built.target!,
    needs: built.needs,
    inputs: built.inputs,
    params: tests,
    outputs: [{ path: `.tests/${name}.tar`, mode: 0o644 }],
    resources: { ...built.resources, memory: 1536 * MB, cost: 30 },
  };
}

/** Whether the test programs of this toolchain know `-test.v=test2json`, as they do from 1.20 on. */
function marksOutput(toolchain: string): boolean {
  const version = versionOfToolchain(toolchain);
  return version !== undefined && compareGoVersions(version, "1.20") >= 0;
}

function pairOf({ settings }: GoBuildParams): { readonly os: string; readonly arch: string } {
  return { os: settings.platform["GOOS"] ?? "", arch: settings.platform["GOARCH"] ?? "" };
}
