import { SlipwayError } from "../../errors.ts";
import type { Plan } from "../../plan/plan.ts";
import { dividePlan, isNative, partsOf, type ShardBy, type TargetGroup } from "./divide-plan.ts";

/** Which part of a plan one machine makes. */
export type ShardChoice =
  | {
      readonly type: "numbered";
      readonly index: number;
      readonly count: number;
      readonly by: ShardBy;
      /** See `DivideOptions.native`. */
      readonly native: readonly string[];
    }
  | {
      /** One target of `shards.native`, in display form. */
      readonly type: "native";
      readonly target: string;
    }
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
    const { index, count, by, native } = choice;
    const { shards, shared } = dividePlan(plan, { count, by, native });
    return { name: `${index} of ${count} by ${by}`, own: shards[index - 1] ?? new Set(), shared };
  }
  const { groups, shared } = partsOf(plan.tasks, "target");
  if (choice.type === "native") {
    const own = groups.filter(({ targets }) => targets.every((target) => isNative(target, [choice.target])));
    if (own.length === 0) throw nothingFor(choice.target, plan.targets);
    return { name: choice.target, own: tasksOf(own), shared };
  }
  const wanted = [choice.goos, ...(choice.goarch === undefined ? [] : [choice.goarch])];
  const fits = (target: string): boolean => wanted.every((word, at) => target.split("/")[at] === word);
  const chosen = groups.filter(({ targets }) => targets.every(fits));
  if (chosen.length === 0) throw nothingFor(wanted.join("/"), plan.targets);
  return { name: `${wanted.join("/")} by ${choice.by}`, own: tasksOf(chosen), shared };
}

function tasksOf(groups: readonly TargetGroup[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ tasks }) => tasks.map(({ id }) => id)));
}

function nothingFor(wanted: string, targets: readonly string[]): SlipwayError {
  return new SlipwayError("shard-empty", `Nothing is planned for ${wanted}`, {
    expected: targets.join(", "),
    actual: wanted,
    hint: "name a target of the project; with --split by GGOOS (and GGOARCH where partial.by is target)",
  });
}

/** What decides how the shards of a project are cut. */
export interface CutRules {
  readonly by: ShardBy;
  readonly native: readonly string[];
}

/** Reads `2/5`, or a target that the project builds on its own kind of machine. @throws SlipwayError `usage`. */
export function parseShard(text: string, { by, native }: CutRules): ShardChoice {
  if (native.includes(text)) return { type: "native", target: text };
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index > count) {
    throw new SlipwayError("usage", `"${text}" is no shard`, {
      expected: ["a number from 1 and how many there are, for example 2/5", ...native].join(", or "),
      actual: text,
      hint:
        count > 2
          ? `--shard 1/${count} to --shard ${count}/${count}, one for each machine`
          : "--shard 1/2 and --shard 2/2, one for each machine",
    });
  }
  return { type: "numbered", index, count, by, native };
}
