import { SlipwayError } from "../errors.ts";
import { cpuCount } from "../platform/host/cpu-count.ts";
import { runProcess } from "../platform/process/process.ts";
import { resolve } from "../platform/path.ts";
import { parseTarget, targetDefaults } from "../plan/targets/target-parse.ts";
import { examinePortability } from "../prove/portability/examine-portability.ts";
import { listFiles } from "../prove/portability/files/list-files.ts";
import { checkIgnoreRules } from "../prove/portability/ignore-rules.ts";
import type { PortabilityReport } from "../prove/portability/portability-report.ts";
import { plainTarget, targetsOfPlan, type PortabilityTarget } from "../prove/portability/portability-targets.ts";
import type { Project } from "./open-project.ts";
import { planProject } from "./plan-project.ts";

/** What of a project is looked at. */
export interface PortabilityOptions {
  /** Targets in display form or GoReleaser's; default those of the project's builds. */
  readonly targets?: readonly string[];
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
  return examinePortability(
    {
      root: project.root,
      module: facts.module.path,
      targets: await portabilityTargets(project, options.targets ?? []),
      own: facts.module.localModules.length > 0 ? facts.module.localModules : [facts.module.dir],
      folders: (facts.packageFolders ?? []).map((folder) => resolve(project.root, folder)),
      files: await listFiles({
        root: project.root,
        git: facts.git !== undefined,
        env: project.env,
        process: runProcess,
      }),
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
