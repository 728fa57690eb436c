import { SlipwayError } from "../errors.ts";
import { cpuCount } from "../platform/host/cpu-count.ts";
import { runProcess } from "../platform/process/process.ts";
import { readTextNow } from "../platform/file/walk.ts";
import { join, resolve } from "../platform/path.ts";
import { parseTarget, targetDefaults } from "../plan/targets/target-parse.ts";
import { examinePortability } from "../prove/portability/examine-portability.ts";
import { listFiles } from "../prove/portability/files/list-files.ts";
import { checkIgnoreRules } from "../prove/portability/ignore-rules.ts";
import type { PortabilityReport } from "../prove/portability/portability-report.ts";
import { shippedPrograms } from "../prove/portability/shipped-programs.ts";
import { plainTarget, targetsOfPlan, type PortabilityTarget } from "../prove/portability/portability-targets.ts";
import type { Project } from "./open-project.ts";
import { planProject } from "./plan-project.ts";

/** What of a project is looked at. */
export interface PortabilityOptions {
  /** Targets in display form or GoReleaser's; default those of the project's builds. */
  readonly targets?: readonly string[];
  /** Every program is judged, and places are told that no straight call leads to. */
  readonly all?: boolean;
}

/** What Slipway builds a module for that says nothing. */
const COMMON = ["darwin_amd64", "darwin_arm64", "linux_386", "linux_amd64", "linux_arm64"].concat([
  "windows_386",
  "windows_amd64",
  "windows_arm64",
]);

/**
 * Looks at the project's source as every one of its targets sees it: what is in and out, what does not compile, how the exported
 * API differs, and what would misbehave there. Links nothing.
 *
 * @throws SlipwayError `go-missing` without a toolchain, `go-mod-missing` without a module, `target-unknown`, and what
 * planning throws
 */
export async function checkPortability(project: Project, options: PortabilityOptions = {}): Promise<PortabilityReport> {
  const { facts } = project;
  if (facts.module === undefined || facts.toolchain === undefined) {
    const problem = facts.problems.find(({ code }) => code.startsWith("go-") || code.startsWith("toolchain-"));
    throw new SlipwayError(
      facts.module === undefined ? "go-mod-missing" : "go-missing",
      problem?.message ?? "There is no Go module here",
      problem?.hint === undefined ? {} : { hint: problem.hint },
    );
  }
  checkIgnoreRules(project.config.prove.portability.ignore, (at) => project.loaded.positionOf(at));
  const files = await listFiles({
    root: project.root,
    git: facts.git !== undefined,
    env: project.env,
    process: runProcess,
  });
  const shipped = options.all === true ? undefined : shippedOf(project, facts.module.path, files);
  const targets = await portabilityTargets(project, options.targets ?? []);
  return examinePortability(
    {
      root: project.root,
      module: facts.module.path,
      targets: shipped === undefined ? targets : targets.map((target) => narrowed(target, shipped)),
      all: options.all ?? false,
      passedPrograms: facts.mains.map(({ dir }) => dir).filter((dir) => shipped?.includes(dir) === false),
      own: facts.module.localModules.length > 0 ? facts.module.localModules : [facts.module.dir],
      folders: (facts.packageFolders ?? []).map((folder) => resolve(project.root, folder)),
      files,
      ignore: project.config.prove.portability.ignore,
      parallel: cpuCount(),
    },
    {
      toolchain: facts.toolchain,
      env: project.env,
      goEnv: facts.goEnv,
      process: runProcess,
      ...(project.signal === undefined ? {} : { signal: project.signal }),
    },
  );
}

/** The programs that a project without a file ships; `undefined` when all are. */
function shippedOf(
  { root, loaded, facts }: Project,
  module: string,
  files: readonly string[],
): readonly string[] | undefined {
  if (loaded.file !== undefined) return undefined;
  const mains = facts.mains.map(({ dir }) => dir);
  const text = (file: string): string | undefined => readTextNow(resolve(root, file));
  const shipped = shippedPrograms({ module, mains, files, text });
  return shipped.length < mains.length ? shipped : undefined;
}

/** A target without the programs that are not shipped. */
function narrowed(target: PortabilityTarget, shipped: readonly string[]): PortabilityTarget {
  const folders = shipped.map((main) => join(main, "."));
  const programs = target.programs.filter((program) => folders.includes(join(program, ".")));
  return { ...target, programs: programs.length > 0 ? programs : folders };
}

/** The targets that were asked for with the settings of the builds that have them, else those of the builds, else the common ones. */
async function portabilityTargets(project: Project, asked: readonly string[]): Promise<readonly PortabilityTarget[]> {
  const { facts } = project;
  const planned = await plannedTargets(project);
  const parsed = (words: readonly string[]): PortabilityTarget[] =>
    words.map((word) => plainTarget(parseTarget(word, targetDefaults(facts.env), { buildable: facts.buildable })));
  if (asked.length === 0) return planned.length > 0 ? planned : parsed(COMMON);
  return parsed(asked).flatMap((target) => {
    const known = planned.filter((each) => each.os === target.os && each.arch === target.arch);
    return known.length > 0 ? known : [target];
  });
}

/** A module without a program has no builds, and that is fine here. */
async function plannedTargets(project: Project): Promise<readonly PortabilityTarget[]> {
  try {
    const { plan } = await planProject(project, { snapshot: true, tolerant: true, upTo: "build" });
    return targetsOfPlan(plan.tasks);
  } catch (error) {
    const none = ["go-no-main-package", "project-name-unknown"];
    if (error instanceof SlipwayError && none.includes(error.code)) return [];
    throw error;
  }
}
