import type { ToolNeed } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { isAbsolute, join } from "../../platform/path.ts";
import type { HookParams } from "./hook-params.ts";

/** The first word of each command of a hook: hooks run without a shell, so it is a program. */
export function hookTools(task: Task): readonly ToolNeed[] {
  const { what, commands } = task.params as HookParams;
  return commands.map(({ argv, dir }) => {
    const [program = ""] = argv;
    const isPath = /[\\/]/.test(program);
    return {
      name: isPath && !isAbsolute(program) ? join(dir, program) : program,
      purpose: what,
      required: true,
      install: isPath ? "the file must be in the project and executable" : "install it, or correct the hook",
    };
  });
}
