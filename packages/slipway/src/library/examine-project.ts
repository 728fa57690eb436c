import type { ToolNeed } from "../plan/kind.ts";
import { commandOnPath } from "../source/go/path-toolchain.ts";
import type { Project } from "./open-project.ts";
import { planProject } from "./plan-project.ts";

/** A tool and where it was found. */
export interface ExaminedTool extends ToolNeed {
  readonly path?: string;
  /** Titles of the tasks that want it. */
  readonly tasks: readonly string[];
}

/** What `slipway doctor` tells. */
export interface Examination {
  readonly toolchain: string;
  readonly tools: readonly ExaminedTool[];
}

/** Looks for every program that the tasks of a snapshot would start. */
export async function examineProject(project: Project): Promise<Examination> {
  const { plan, kinds } = await planProject(project, { snapshot: true, tolerant: true });
  const needs = new Map<string, ToolNeed & { tasks: string[] }>();
  const add = (need: ToolNeed, title: string): void => {
    const known = needs.get(need.name);
    if (known === undefined) needs.set(need.name, { ...need, tasks: [title] });
    else {
      known.tasks.push(title);
      if (need.required && !known.required) needs.set(need.name, { ...known, required: true });
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
    for (const need of kinds.find((kind) => kind.name === task.kind)?.tools?.(task) ?? []) add(need, task.title);
  }
  const tools = [...needs.values()].map((need) => {
    const path = commandOnPath(project.env, need.name);
    return { ...need, ...(path === undefined ? {} : { path }) };
  });
  const { toolchain } = project.facts;
  return { toolchain: toolchain === undefined ? "none" : `${toolchain.version} in ${toolchain.root}`, tools };
}
