import { explainBuilds } from "../build/go/explain-builds.ts";
import type { TargetExplanation } from "../plan/targets/explain-target.ts";
import { ensureFolder, removeTree } from "../platform/file/files.ts";
import { join } from "../platform/path.ts";
import { runProcess } from "../platform/process/process.ts";
import type { Project } from "./open-project.ts";
import type { PlannedProject } from "./plan-project.ts";

/**
 * What a target of the plan selects: variables, cgo, files and packages, the object format. Asks `go list`, builds nothing.
 *
 * @throws SlipwayError `target-unknown` for words that nobody knows, `usage` for a target that is not planned.
 */
export async function explainProjectTarget(
  project: Project,
  planned: PlannedProject,
  target: string,
): Promise<TargetExplanation> {
  const scratch = join(project.cacheFolder, `explain-${process.pid}`);
  const values = new Map<string, Promise<unknown>>();
  await ensureFolder(scratch);
  try {
    return await explainBuilds(planned.plan, target, {
      facts: project.facts,
      env: project.env,
      root: project.root,
      scratch,
      memory: 2 ** 30,
      process: runProcess,
      input: (path) => join(project.root, planned.plan.dist, path),
      once<T>(key: string, make: () => Promise<T>): Promise<T> {
        const value = (values.get(key) as Promise<T> | undefined) ?? make();
        values.set(key, value);
        return value;
      },
    });
  } finally {
    await removeTree(scratch);
  }
}
