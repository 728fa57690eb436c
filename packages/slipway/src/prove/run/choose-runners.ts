import type { Discovery, RunContext, ToolNeed } from "../../plan/kind.ts";
import type { Task } from "../../plan/task.ts";
import { nodeProgram } from "../../platform/process/own-command.ts";
import { findRunners } from "./find-runners.ts";
import type { RunnerChoice } from "./runner.ts";

/** What runs the programs of a task on this machine, and what is missing. Looks at files only. */
export function chooseRunners(task: Task, { facts, env }: Pick<RunContext, "facts" | "env">): RunnerChoice {
  const target = task.params["target"] as { readonly os: string; readonly arch: string };
  return findRunners(target, { host: facts.host, env, node: nodeProgram() });
}

/** What a result depends on: the runners that there are, and the places where missing ones would appear. */
export function choiceDiscovery(task: Task, context: Pick<RunContext, "facts" | "env">): Discovery {
  const { runners, missing } = chooseRunners(task, context);
  return {
    files: [...runners.flatMap(({ files }) => files), ...missing.flatMap(({ watched }) => watched)],
    folders: [],
    values: Object.fromEntries(runners.map(({ kind, name }) => [`runner ${kind}`, name])),
  };
}

/** What `slipway doctor` tells of the runners of a task's target. */
export function runnerNeeds(task: Task, machine: Pick<RunContext, "facts" | "env">, what: string): ToolNeed[] {
  const { runners, missing } = chooseRunners(task, machine);
  const purpose = `runs ${task.target} ${what}`;
  const found = runners.flatMap(({ program, kind }) =>
    program === undefined || kind.startsWith("node") ? [] : [program],
  );
  return [
    ...found.map((name) => ({ name, purpose, required: false, install: "" })),
    ...missing.flatMap(({ name, hint, watched }) =>
      watched.length === 0 ? [] : [{ name, purpose, required: false, install: hint }],
    ),
  ];
}
