import { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import { findOnPath } from "../platform/process/find-program.ts";
import { capture } from "../platform/process/capture.ts";
import { isAbsolute, resolve } from "../platform/path.ts";
import { pathType } from "../platform/file/walk.ts";
import type { ToolNeed } from "../plan/kind.ts";
import type { GoToolchain } from "../source/facts.ts";
import type { Project } from "./open-project.ts";
import { examineCaches, type ExaminedCache } from "./examine-caches.ts";
import type { ExaminedTool } from "./examined-tool.ts";
import { examineTargets, type ExaminedTarget } from "./examine-targets.ts";
import { planProject, type PlannedProject } from "./plan-project.ts";

/** What `slipway doctor` tells. */
export interface Examination {
  /** The Go toolchain in use and where it is; `none` when nothing needs Go. */
  readonly toolchain: string;
  readonly tools: readonly ExaminedTool[];
  /** What can be done for each target here. */
  readonly targets: readonly ExaminedTarget[];
  /** Remote caches, each asked for something. */
  readonly caches: readonly ExaminedCache[];
  /** What is wrong with them; no build fails of it. */
  readonly findings: readonly Finding[];
}

/** What a project that needs Go fails with where there is none. */
const NO_GO: ReadonlySet<string> = new Set(["go-missing", "go-too-old", "toolchain-unavailable"]);

/**
 * Looks for every program that the tasks of a snapshot would start. Without a Go toolchain nothing can be planned: then that
 * is what is missing.
 */
export async function examineProject(project: Project): Promise<Examination> {
  const { caches, findings } = await examineCaches(project, { ask: true, severity: "warning" });
  let planned: PlannedProject;
  try {
    planned = await planProject(project, { snapshot: true, tolerant: true });
  } catch (error) {
    if (!(error instanceof SlipwayError) || !NO_GO.has(error.code)) throw error;
    return { toolchain: "none", tools: [missingGo(error)], targets: [], caches, findings };
  }
  const { plan, kinds } = planned;
  const { toolchain } = project.facts;
  const needs = new Map<string, ToolNeed & { tasks: string[] }>();
  const add = (need: ToolNeed, title: string): void => {
    const key = JSON.stringify([need.name, need.or, need.purpose]);
    const known = needs.get(key);
    if (known === undefined) needs.set(key, { ...need, tasks: [title] });
    else {
      if (!known.tasks.includes(title)) known.tasks.push(title);
      if (need.required && !known.required) needs.set(key, { ...known, required: true });
    }
  };
  add(
    {
      name: "git",
      purpose: "versions, dates and the state of the checkout",
      required: false,
      install: "your system's package manager has git",
    },
    "plan",
  );
  for (const task of plan.tasks) {
    const kind = kinds.find(({ name }) => name === task.kind);
    for (const need of kind?.tools?.(task, project) ?? []) add(need, task.title);
  }
  const tools: ExaminedTool[] = toolchain === undefined ? [] : [goTool(toolchain)];
  const seen = new Map<string, Promise<string | undefined>>();
  for (const need of needs.values()) {
    const commands = [[need.name], ...(need.or ?? []).map((command) => command.split(" "))];
    const found = commands.map((argv) => {
      const key = JSON.stringify(argv);
      const known = seen.get(key) ?? locate(argv, project);
      seen.set(key, known);
      return known;
    });
    const path = (await Promise.all(found)).find((each) => each !== undefined);
    tools.push({ ...need, ...(path === undefined ? {} : { path }) });
  }
  return {
    toolchain: toolchain === undefined ? "none" : `${toolchain.version} in ${toolchain.root}`,
    tools,
    targets: examineTargets(plan, tools, project),
    caches,
    findings,
  };
}

function missingGo({ message, details }: SlipwayError): ExaminedTool {
  const install = details.hint ?? "see go.dev/dl";
  return { name: "go", purpose: message, required: true, install, tasks: ["plan"] };
}

/** The toolchain in use. */
function goTool(toolchain: GoToolchain): ExaminedTool {
  const from = { path: "the PATH", "module cache": "Go's module cache", "module proxy": "Slipway's own download" };
  const { version, go: path } = toolchain;
  const purpose = `${version}, from ${from[toolchain.from]}`;
  return { name: "go", purpose, required: true, install: "see go.dev/dl", path, tasks: ["plan"] };
}

/** Where a command is; one with arguments is asked for its version, since the program alone proves nothing. */
async function locate([program = "", ...args]: readonly string[], project: Project): Promise<string | undefined> {
  const { env, root } = project;
  if (/[\\/]/.test(program)) {
    const path = isAbsolute(program) ? program : resolve(root, program);
    return pathType(path) === "file" ? path : undefined;
  }
  const path = findOnPath(program, { env, os: project.facts.host.os });
  if (path === undefined || args.length === 0) return path;
  const asked = await capture([path, ...args, "version"], { cwd: root, env });
  return asked.exitCode === 0 ? [path, ...args].join(" ") : undefined;
}
