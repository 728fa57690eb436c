import type { Config } from "../config/config.ts";
import type { Place } from "../errors.ts";
import { SlipwayError } from "../errors.ts";
import type { Finding } from "../findings.ts";
import type { Facts } from "../source/facts.ts";
import type { Kind, PlanContext, PlannedArtifact } from "./kind.ts";
import type { LeftOut, Plan, PlanHead, PlanOptions } from "./plan.ts";
import type { Task } from "./task.ts";

/** Everything that a plan is a function of. */
export interface PlanInput {
  readonly facts: Facts;
  readonly config: Config;
  /** See `PlanContext.env`. */
  readonly env: Readonly<Record<string, string>>;
  readonly options: PlanOptions;
  /** Kinds in the order of the data's way; each sees what the ones before it planned. */
  readonly kinds: readonly Kind[];
  /** The parts of the plan that hold for the whole run. */
  readonly head: PlanHead;
  /** Renders a template of the config; see `PlanContext.render`. */
  render(template: string, at: readonly (string | number)[], fields: Readonly<Record<string, unknown>>): string;
  /** Where a value stands in the config file. */
  positionOf(at: readonly (string | number)[]): Place | undefined;
}

/**
 * Plans a run: asks each kind in turn for its tasks, then checks that the whole holds together.
 *
 * Pure: the same input gives the same plan, and nothing is read or run.
 *
 * @throws SlipwayError `plan-duplicate-artifact` when two files would have one name, `template-*` and `config-*` for
 * values of the config that do not work out.
 */
export function makePlan(input: PlanInput): Plan {
  const tasks: Task[] = [];
  const artifacts: PlannedArtifact[] = [];
  const findings: Finding[] = [];
  const leftOut: LeftOut[] = [];
  let held: string | undefined;

  // A finished file takes the place of the unfinished one, so that the order of programs in an archive stays.
  const freed = new Map<string, number>();
  const place = (artifact: PlannedArtifact): void => {
    artifacts.splice(freed.get(artifact.path) ?? artifacts.length, 0, artifact);
    freed.delete(artifact.path);
  };

  const guards = new Map<string, string[]>();
  const guarded = (task: Task): Task => {
    const needs = task.inputs.flatMap((path) => guards.get(path) ?? []).filter((need) => !task.needs.includes(need));
    return needs.length === 0 ? task : { ...task, needs: [...new Set([...task.needs, ...needs])] };
  };

  const context: PlanContext = {
    facts: input.facts,
    config: input.config,
    env: input.env,
    options: input.options,
    head: input.head,
    artifacts,
    tasks,
    add(asked) {
      const task = guarded(held === undefined || asked.needs.length > 0 ? asked : { ...asked, needs: [held] });
      tasks.push(task);
      for (const { artifact } of task.outputs) {
        if (artifact) place({ ...artifact, task: task.id });
      }
      for (const artifact of task.announces ?? []) artifacts.push({ ...artifact, task: task.id });
    },
    hold: (id) => (held = id),
    finding: (finding) => findings.push(finding),
    leaveOut: (entry) => leftOut.push(entry),
    render: (template, at, fields = {}) => input.render(template, at, fields),
    positionOf: (at) => input.positionOf(at),
    guard(path, task) {
      guards.set(path, [...(guards.get(path) ?? []), task]);
    },
    withdraw(predicate) {
      const kept = artifacts.filter((artifact) => !predicate(artifact));
      artifacts.splice(0, artifacts.length, ...kept);
    },
    interpose(path) {
      const index = artifacts.findIndex((artifact) => artifact.path === path);
      if (index >= 0) freed.set(path, index);
      return interpose(path, tasks, artifacts);
    },
  };
  for (const kind of input.kinds) kind.plan(context);

  checkTasks(tasks);
  const targets = new Set(tasks.map((task) => task.target).filter((target) => target !== undefined));
  return { schema: 1, ...input.head, targets: [...targets], leftOut, tasks, findings };
}

/** Frees `path` for a task that finishes the file; see `PlanContext.interpose`. */
function interpose(path: string, tasks: Task[], artifacts: PlannedArtifact[]): string {
  const maker = tasks.findIndex((task) => task.outputs.some((output) => output.path === path));
  if (maker < 0) throw new Error(`Internal error: no task makes "${path}"`);
  let internal = `.unfinished/${path}`;
  while (tasks.some((task) => task.outputs.some((output) => output.path === internal)))
    internal = `.unfinished/${internal}`;
  tasks[maker] = {
    ...tasks[maker]!,
    outputs: tasks[maker]!.outputs.map((output) =>
      output.path === path ? { path: internal, mode: output.mode } : output,
    ),
  };
  for (const [index, task] of tasks.entries()) {
    if (task.inputs.includes(path))
      tasks[index] = { ...task, inputs: task.inputs.map((input) => (input === path ? internal : input)) };
  }
  const kept = artifacts.filter((artifact) => artifact.path !== path || artifact.task !== tasks[maker]!.id);
  artifacts.splice(0, artifacts.length, ...kept);
  return internal;
}

/** Ids and output paths are unique, and every need and input is made by somebody earlier in the plan. */
function checkTasks(tasks: readonly Task[]): void {
  const ids = new Map<string, Task>();
  const makers = new Map<string, Task>();
  for (const task of tasks) {
    if (ids.has(task.id)) throw duplicate(`two tasks are called "${task.id}"`, task.title);
    for (const need of task.needs) {
      if (!ids.has(need))
        throw new Error(`Internal error: task "${task.id}" needs "${need}", which is not planned before it`);
    }
    for (const path of task.inputs) {
      if (!makers.has(path))
        throw new Error(`Internal error: task "${task.id}" reads "${path}", which no task before it makes`);
    }
    ids.set(task.id, task);
    for (const output of task.outputs) {
      const other = makers.get(output.path);
      if (other) throw duplicate(`"${output.path}" would be written twice`, `${other.title}; ${task.title}`);
      makers.set(output.path, task);
    }
  }
}

function duplicate(message: string, makers: string): SlipwayError {
  return new SlipwayError("plan-duplicate-artifact", message, {
    expected: "a name of its own for every file",
    actual: makers,
    hint: "add what differs ({{ .Os }}, {{ .Arch }}, {{ .Binary }} ...) to the name_template, or give the builds other ids",
  });
}
