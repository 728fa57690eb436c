import packageJson from "../../package.json" with { type: "json" };
import type { CiSystem } from "../config/sections/ci.ts";
import { SlipwayError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import { readTextIfExists, writeFileAtomic } from "../platform/file/files.ts";
import { join, relative, resolve, toSlash } from "../platform/path.ts";
import { FORGEJO_ACTIONS, PINNED_ACTIONS, type PinnedAction } from "../scale/ci/actions.ts";
import { githubWorkflow } from "../scale/ci/github-workflow.ts";
import { gitlabPipeline, gitlabTrigger } from "../scale/ci/gitlab-pipeline.ts";
import { pipelineSuffix } from "../scale/ci/github-steps.ts";
import { brokenMarks, keepEdits } from "../scale/ci/keep-edits.ts";
import { keepTags } from "../scale/ci/keep-tags.ts";
import { lineDifference } from "../scale/ci/line-difference.ts";
import { pipelineOf, type Pipeline } from "../scale/ci/pipeline.ts";
import type { Project } from "./open-project.ts";
import { repositoryFolder } from "./repository-folder.ts";
import { planProject } from "./plan-project.ts";
import { readPins } from "./ci-pins.ts";

/** How CI files are written. */
export interface CiOptions {
  /** Instead of `ci.system` of the project file. */
  readonly system?: CiSystem;
  /** Instead of `ci.slipway`. */
  readonly slipway?: string;
  /** The project file that was asked for by name, relative to the project's folder: the jobs ask for it, too. */
  readonly file?: string;
}

/** A file of a CI system, as it is and as it should be. */
export interface CiFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the repository's top, for messages. */
  readonly name: string;
  readonly text: string;
  /** What is there; `undefined` for a new file. */
  readonly old: string | undefined;
  /** The lines that differ, as `diff -u` shows them; empty when none do. */
  readonly difference: readonly string[];
}

/** The pipeline of a project: what its CI files are written from. */
export async function ciPipeline(
  project: Project,
  options: CiOptions & { readonly snapshot?: boolean; readonly skip?: readonly string[] } = {},
): Promise<Pipeline> {
  // The jobs are those of any commit: what may not be released today is planned all the same.
  const { plan } = await planProject(project, {
    snapshot: options.snapshot ?? true,
    skip: options.skip ?? [],
    tolerant: true,
  });
  const { ci } = project.config;
  const config = {
    ...project.config,
    ci: { ...ci, system: options.system ?? ci.system, slipway: options.slipway ?? ci.slipway },
  };
  const top = repositoryTop(project);
  return pipelineOf(plan, {
    config,
    project: ownName(project),
    folder: repositoryFolder(project) || ".",
    file: fileInCheckout(project, options.file),
    system: config.ci.system === ci.system ? "" : config.ci.system,
    ...goPlaces(project, plan, top),
    version: packageJson.version,
    tag: project.facts.git?.tag ?? "",
  });
}

/**
 * What the CI files of a project should be, with what people wrote between the marks.
 *
 * @throws SlipwayError `ci-file-foreign` when a file of somebody else's has the name, `ci-edits-lost` when a mark that holds
 * somebody's lines is gone from the new file, or it cannot be told which lines those are.
 */
export async function ciFiles(project: Project, options: CiOptions = {}): Promise<CiFile[]> {
  const system = options.system ?? project.config.ci.system;
  if (system === "gitlab" && project.config.ci.go.includes("oldstable")) {
    throw new SlipwayError("usage", 'GitLab\'s images know no Go version "oldstable"', {
      expected: "versions such as 1.25, and stable, in ci.go",
    });
  }
  const pipeline = await ciPipeline(project, options);
  const top = repositoryTop(project);
  const files = filesOf(system, pipeline, await pinsFor(system, top));
  const result: CiFile[] = [];
  for (const { name, text: fresh, onlyIfMissing } of files) {
    const path = join(top, name);
    // Git on Windows may have given the lines other ends.
    const old = (await readTextIfExists(path))?.replaceAll("\r\n", "\n");
    if (old !== undefined && onlyIfMissing) {
      refuseWithoutTrigger({ name, text: fresh }, old, files);
      continue;
    }
    if (old !== undefined && !isOurs(old)) throw notOurs(name);
    const broken = brokenMarks(old ?? "");
    if (broken.length > 0) throw marksBroken(name, broken);
    const knowsTags = (project.facts.git?.tag ?? "") !== "";
    const { text, lost } = keepEdits(knowsTags ? fresh : keepTags(fresh, old ?? ""), old ?? "");
    if (lost.length > 0) throw editsLost(name, lost);
    result.push({ path, name, text, old, difference: lineDifference(old ?? "", text) });
  }
  return result;
}

/** Writes the files that differ. Returns all of them. */
export async function writeCi(project: Project, options: CiOptions = {}): Promise<CiFile[]> {
  const files = await ciFiles(project, options);
  for (const { path, text, old } of files) if (text !== old) await writeFileAtomic(path, text, { mode: 0o644 });
  return files;
}

/** The name in the project file, the same in every clone. One that is a template may say something else elsewhere. */
function ownName({ loaded, config }: Project): string {
  const written = loaded.raw.project_name ?? "";
  return written === "" || written.includes("{{") ? "" : config.project_name;
}

/** A project file as the jobs can name it. @throws SlipwayError `usage` for one that is in no checkout. */
function fileInCheckout({ root }: Project, asked: string | undefined): string {
  if (asked === undefined) return "";
  const name = toSlash(relative(root, resolve(root, asked)));
  if (asked !== "-" && !name.startsWith("..")) return name;
  throw new SlipwayError(
    "usage",
    `The jobs of a workflow cannot read ${asked === "-" ? "standard input" : `"${asked}"`}`,
    {
      expected: "a project file in the project's folder",
    },
  );
}

/** Which file names the Go version, and where modules with tests are. A project without a module has those of its builds. */
function goPlaces(
  { root, facts: { module } }: Project,
  { tasks }: Plan,
  top: string,
): Pick<Pipeline, "goFile" | "goVersion" | "modules"> {
  const within = (from: string, path: string): string => toSlash(relative(from, path)) || ".";
  const inside = (path: string): boolean => !path.startsWith("..");
  const built = tasks.flatMap(({ params }) => {
    const dir = (params["settings"] as { readonly dir?: unknown } | undefined)?.dir;
    return typeof dir === "string" ? [dir.replace(/^\.\//u, "") || "."] : [];
  });
  if (module === undefined) {
    const modules = [...new Set(built.length === 0 ? ["."] : built)].sort();
    return { goFile: within(top, join(root, modules[0] ?? ".", "go.mod")), goVersion: "", modules };
  }
  const { dir, workspace, localModules, goVersion } = module;
  const modules = workspace === undefined ? [dir] : localModules;
  const tested = modules
    .map((each) => within(root, each))
    .filter(inside)
    .sort();
  const file = within(top, workspace ?? join(dir, "go.mod"));
  return { goFile: inside(file) ? file : "go.mod", goVersion, modules: tested.length === 0 ? ["."] : tested };
}

function repositoryTop({ root, facts }: Project): string {
  return resolve(facts.git?.top ?? root);
}

async function pinsFor(system: CiSystem, top: string): Promise<readonly PinnedAction[]> {
  const own = await readPins(top);
  const table = system === "github" ? PINNED_ACTIONS : FORGEJO_ACTIONS;
  // The older artifact service wants older actions: those are not refreshed.
  const fits = (pin: PinnedAction): boolean => system === "github" || !pin.repository.endsWith("-artifact");
  return [
    ...own.filter(fits),
    ...table.filter((pin) => !own.some((each) => each.repository === pin.repository && fits(each))),
  ];
}

interface NewFile {
  readonly name: string;
  readonly text: string;
  /** A file of the user's, that Slipway only starts. */
  readonly onlyIfMissing?: true;
}

function filesOf(system: CiSystem, pipeline: Pipeline, actions: readonly PinnedAction[]): NewFile[] {
  const name = `release${pipelineSuffix(pipeline)}`;
  if (system === "gitlab") {
    const child = `.gitlab/${name}.yml`;
    return [
      { name: child, text: gitlabPipeline(pipeline) },
      { name: ".gitlab-ci.yml", text: gitlabTrigger(child, pipeline), onlyIfMissing: true },
    ];
  }
  const folder = { github: ".github", forgejo: ".forgejo", gitea: ".gitea" }[system];
  const dialect = { name: system === "github" ? ("github" as const) : ("forgejo" as const), actions };
  return [{ name: `${folder}/workflows/${name}.yml`, text: githubWorkflow(pipeline, dialect) }];
}

function refuseWithoutTrigger({ name, text: trigger }: NewFile, text: string, files: readonly NewFile[]): void {
  const child = files.find((file) => file.onlyIfMissing === undefined)?.name ?? "";
  if (text.includes(child)) return;
  throw new SlipwayError("ci-not-started", `"${name}" does not start the release pipeline "${child}"`, {
    hint: `add to it:\n${trigger}`,
  });
}

/** What every file of ours says at its top and around each of its places for others. */
function isOurs(text: string): boolean {
  return text.includes("`slipway ci`") || text.includes("# >>> yours: ");
}

function notOurs(name: string): SlipwayError {
  return new SlipwayError("ci-file-foreign", `"${name}" is there, and slipway ci did not write it`, {
    hint: "give it another name, or move what you need of it between the marks of the new file, and run slipway ci again",
  });
}

function marksBroken(name: string, broken: readonly string[]): SlipwayError {
  return new SlipwayError("ci-edits-lost", `In "${name}" it cannot be told which lines are yours`, {
    expected: 'each "# >>> yours: NAME" once, with its "# <<< yours" below, and no end alone',
    actual: broken.join(", "),
    hint: "put these marks right, and run slipway ci again",
  });
}

function editsLost(name: string, lost: readonly string[]): SlipwayError {
  return new SlipwayError(
    "ci-edits-lost",
    `"${name}" has lines of yours between marks that the new file does not have`,
    {
      actual: lost.join(", "),
      hint: "move these lines to other marks, or out of the file, and run slipway ci again",
    },
  );
}
