import type { Build } from "../../config/sections/build.ts";
import type { Hook } from "../../config/sections/hook.ts";
import type { PlanContext } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import type { BuildEnv } from "../go/plan/build-env.ts";
import { HOOK_MEMORY } from "./before-hooks.ts";
import type { HookCommand, HookParams } from "./hook-params.ts";
import { planHook } from "./plan-hook.ts";

/** A build task and what its hooks' templates see. */
export interface HookedBuild {
  readonly build: Build;
  readonly index: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly env: BuildEnv;
  readonly task: Task;
}

/**
 * Adds a build task with the hooks around it. `pre` hooks are a task that it waits for. `post` hooks are a task
 * between it and the world: they may change the program, so what they leave is the artifact, and what Go made becomes
 * an internal file.
 */
export function planBuildHooks({ build, index, fields, env, task }: HookedBuild, context: PlanContext): void {
  const name = task.id.slice(task.id.indexOf(":") + 1);
  const commands = (when: "pre" | "post"): HookCommand[] => {
    if (context.options.skip.includes(`${when}-hooks`)) return [];
    return build.hooks[when].flatMap((hook: Hook, number) => {
      const scope = { at: ["builds", index, "hooks", when, number], fields, all: env.all, own: env.own };
      return planHook(hook, scope, context) ?? [];
    });
  };
  const [pre, post] = [commands("pre"), commands("post")];
  const folder = (task.outputs[0]?.path ?? "").replace(/\/?[^/]*$/, "");
  const hookTask = (when: "pre" | "post", params: Omit<HookParams, "what" | "folder">): Task => ({
    id: `hook:${when}:${name}`,
    kind: "hook",
    stage: "build",
    title: `run ${when} hooks of ${task.title.replace(/^build /, "")}`,
    ...(task.target !== undefined && { target: task.target }),
    needs: task.needs,
    inputs: [],
    params: { what: `${when} hook of build "${build.id}"`, folder, ...params },
    outputs: [],
    resources: { cpu: 1, memory: HOOK_MEMORY, cost: 1 },
  });

  let { needs } = task;
  if (pre.length > 0) {
    const before = hookTask("pre", { commands: pre, files: [] });
    context.add(before);
    needs = [...needs, before.id];
  }
  if (post.length === 0) {
    context.add({ ...task, needs });
    return;
  }
  const raw = (path: string): string => `.raw/${path}`;
  context.add({ ...task, needs, outputs: task.outputs.map(({ path, mode }) => ({ path: raw(path), mode })) });
  const files = task.outputs.map(({ path, mode }) => ({ from: raw(path), to: path, mode }));
  context.add({
    ...hookTask("post", { commands: post, files }),
    needs: [task.id],
    inputs: files.map((file) => file.from),
    outputs: task.outputs,
  });
}
