import type { PlanContext } from "../plan/kind.ts";

/** The last `before` hook, as needs: tasks that read files of the project wait for it, since it may write them. */
export function afterBeforeHooks(context: PlanContext): readonly string[] {
  const last = context.tasks.findLast((task) => task.id.startsWith("hook:before:"));
  return last === undefined ? [] : [last.id];
}
