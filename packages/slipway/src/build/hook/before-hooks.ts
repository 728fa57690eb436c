import type { Hook } from "../../config/sections/hook.ts";
import type { Kind, PlanContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { globalEnv } from "../go/plan/build-env.ts";
import type { HookParams } from "./hook-params.ts";
import { hookTools } from "./hook-tools.ts";
import { planHook } from "./plan-hook.ts";
import { runHook } from "./run-hook.ts";

/** Bytes that a hook is assumed to take. */
export const HOOK_MEMORY = 256 * 2 ** 20;

/**
 * Commands of the project: `before` hooks here, those around builds by `planBuildHooks`. Their effects are the
 * project's own business, so they run each time and nothing of them is restored.
 */
export const hookKind: Kind = {
  name: "hook",
  version: 1,
  cacheable: false,
  plan(context) {
    if (context.options.skip.includes("before")) return;
    const tasks = hookChain("before", context.config.before.hooks, [], context);
    for (const task of tasks) context.add(task);
    const last = tasks.at(-1);
    if (last) context.hold(last.id);
  },
  run: runHook,
  tools: hookTools,
};

/** `after` hooks run when everything else is done, so this kind is planned last. */
export const afterHookKind: Kind = {
  name: "after-hook",
  version: 1,
  cacheable: false,
  plan(context) {
    if (context.options.skip.includes("after") || context.options.upTo === "build") return;
    const all = context.tasks.map((task) => task.id);
    for (const task of hookChain("after", context.config.after.hooks, all, context)) context.add(task);
  },
  run: runHook,
  tools: hookTools,
};

/** One task per hook, each after the one before it. */
function hookChain(
  when: "before" | "after",
  hooks: readonly Hook[],
  needs: readonly string[],
  context: PlanContext,
): Task[] {
  const global = hooks.length > 0 ? globalEnv(context) : {};
  const tasks: Task[] = [];
  for (const [index, hook] of hooks.entries()) {
    const scope = { at: [when, "hooks", index], fields: {}, all: { ...context.env, ...global }, own: {} };
    const command = planHook(hook, scope, context);
    if (!command) continue;
    const params: HookParams = { what: `${when} hook`, commands: [command], folder: "", files: [] };
    const last = tasks.at(-1);
    tasks.push({
      id: `hook:${when}:${index}`,
      kind: when === "before" ? "hook" : "after-hook",
      stage: when === "before" ? "source" : "publish",
      // The text of the config and not the rendered one, which may hold a secret.
      title: `run ${when} hook: ${hook.cmd}`,
      needs: last ? [last.id] : needs,
      inputs: [],
      params,
      outputs: [],
      resources: { cpu: 1, memory: HOOK_MEMORY, cost: 1 },
    });
  }
  return tasks;
}
