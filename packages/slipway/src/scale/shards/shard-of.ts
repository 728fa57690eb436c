import { SlipwayError } from "../../errors.ts";
import type { Plan } from "../../plan/plan.ts";
import { dividePlan, partsOf, type ShardBy } from "./divide-plan.ts";

/** Which part of a plan one machine makes. */
export type ShardChoice =
  | { readonly type: "numbered"; readonly index: number; readonly count: number; readonly by: ShardBy }
  | {
      /** GoReleaser's `--split`: everything of one operating system, or of one target. */
      readonly type: "split";
      readonly by: "goos" | "target";
      readonly goos: string;
      /** Only with `by: "target"`. */
      readonly goarch?: string;
    };

/** The tasks of one machine: its own, and those that every machine runs. */
export interface Shard {
  /** `2 of 5 by cost`, or `linux by goos`: the name in manifests and messages. */
  readonly name: string;
  readonly own: ReadonlySet<string>;
  readonly shared: ReadonlySet<string>;
}

/** The part of a plan that a choice names. @throws SlipwayError `shard-empty` when a split names nothing of the plan. */
export function shardOf(plan: Pick<Plan, "tasks" | "targets">, choice: ShardChoice): Shard {
  if (choice.type === "numbered") {
    const { index, count, by } = choice;
    const { shards, shared } = dividePlan(plan, { count, by });
    return { name: `${index} of ${count} by ${by}`, own: shards[index - 1] ?? new Set(), shared };
  }
  const { groups, shared } = partsOf(plan.tasks, "target");
  const wanted = [choice.goos, ...(choice.goarch === undefined ? [] : [choice.goarch])];
  const fits = (target: string): boolean => wanted.every((word, at) => target.split("/")[at] === word);
  const chosen = groups.filter(({ targets }) => targets.every(fits));
  if (chosen.length === 0) {
    throw new SlipwayError("shard-empty", `Nothing is planned for ${wanted.join("/")}`, {
      expected: plan.targets.join(", "),
      actual: wanted.join("/"),
      hint: "set GGOOS (and GGOARCH where partial.by is target) to a target of the project",
    });
  }
  return {
    name: `${wanted.join("/")} by ${choice.by}`,
    own: new Set(chosen.flatMap(({ tasks }) => tasks.map(({ id }) => id))),
    shared,
  };
}

/** Reads `2/5`. @throws SlipwayError `usage`. */
export function parseShard(text: string, by: ShardBy): ShardChoice {
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index > count) {
    throw new SlipwayError("usage", `"${text}" is no shard`, {
      expected: "a number from 1 and how many there are, for example 2/5",
      actual: text,
    });
  }
  return { type: "numbered", index, count, by };
}
