import { SlipwayError } from "../errors.ts";
import type { ExecuteResult } from "../graph/execute-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { copyFile } from "../platform/file/files.ts";
import { basename, join, resolve } from "../platform/path.ts";
import { outputFailure } from "./output-failure.ts";
import { pathType } from "../platform/file/walk.ts";

/**
 * Prepares `build --output`: checked before anything is built, done afterwards. A folder gets the program under its own name.
 *
 * @throws SlipwayError `usage` when the plan has none or several programs.
 */
export function copyProgram(plan: Plan, root: string, asked: string): (result: ExecuteResult) => Promise<void> {
  const to = resolve(root, asked);
  const outputs = plan.tasks.flatMap((task) => task.outputs);
  const programs = outputs.filter((output) => output.artifact?.type === "Binary");
  const [program] = programs;
  if (program === undefined || programs.length > 1) {
    throw new SlipwayError("usage", `Cannot copy one program to "${to}": ${programs.length} would be built`, {
      hint: "add --single-target and, when there are several builds, --id",
    });
  }
  return async (result) => {
    const isFolder = /[\\/]$/.test(asked) || pathType(to) === "folder";
    const file = isFolder ? join(to, basename(program.path)) : to;
    await copyFile(result.placeOf(program.path), file, { mode: program.mode }).catch((error: unknown) => {
      throw outputFailure(error, file);
    });
  };
}
