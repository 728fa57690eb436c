import { explainTask } from "../graph/why/explain-task.ts";
import type { Explanation } from "../plan/explanation.ts";
import { resolve } from "../platform/path.ts";
import type { Project } from "./open-project.ts";
import type { PlannedProject } from "./plan-project.ts";

/**
 * Why a task of the plan would run now, or why not.
 *
 * @throws SlipwayError `usage` when there is no such task.
 */
export function explainProjectTask(project: Project, planned: PlannedProject, id: string): Promise<Explanation> {
  return explainTask(planned.plan.tasks, new Map(planned.kinds.map((kind) => [kind.name, kind])), id, {
    root: project.root,
    dist: resolve(project.root, planned.plan.dist),
    cache: project.cacheFolder,
    facts: project.facts,
    env: project.env,
    ...(project.signal === undefined ? {} : { signal: project.signal }),
  });
}
