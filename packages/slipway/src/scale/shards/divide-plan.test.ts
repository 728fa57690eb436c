import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import type { Task } from "../../plan/task.ts";
import { dividePlan, partsOf } from "./divide-plan.ts";

interface Sketch {
  readonly id: string;
  readonly target?: string;
  readonly needs?: readonly string[];
  readonly cost?: number;
  readonly batch?: string;
}

function task({ id, target, needs = [], cost = 1, batch }: Sketch): Task {
  return {
    id,
    kind: id.split(":")[0] ?? id,
    stage: "build",
    title: id,
    needs,
    inputs: [],
    params: {},
    outputs: [],
    resources: { cpu: 1, memory: 1, cost },
    ...(target === undefined ? {} : { target }),
    ...(batch === undefined ? {} : { batch }),
  };
}

const PLAN: readonly Task[] = [
  { id: "hook:before" },
  { id: "metadata" },
  { id: "build:a", target: "linux/amd64/v1", needs: ["hook:before"], cost: 30 },
  { id: "build:b", target: "linux/arm64/v8.0", needs: ["hook:before"], cost: 30 },
  { id: "build:c", target: "darwin/amd64/v1", needs: ["hook:before"], cost: 30 },
  { id: "build:d", target: "darwin/arm64/v8.0", needs: ["hook:before"], cost: 50 },
  { id: "universal", target: "darwin/all", needs: ["build:c", "build:d"] },
  { id: "archive:a", target: "linux/amd64/v1", needs: ["build:a"], cost: 5 },
  { id: "archive:darwin", target: "darwin/all", needs: ["universal"] },
  { id: "checksum", needs: ["archive:a", "archive:darwin"] },
].map(task);

test("dividePlan() leaves to the merge what joins targets, and to every machine what targets need", () => {
  const { shards, shared, rest } = dividePlan({ tasks: PLAN }, { count: 2, by: "cost" });
  assert.deepEqual([...shared], ["hook:before"]);
  assert.deepEqual([...rest].sort(), ["archive:darwin", "checksum", "metadata", "universal"]);
  assert.deepEqual(
    shards.map((ids) => [...ids]),
    [
      ["build:c", "build:d"],
      ["build:a", "build:b", "archive:a"],
    ],
  );
});

test("dividePlan() by goos keeps operating systems whole and by target deals targets in turn", () => {
  const ids = (by: "goos" | "target"): string[][] =>
    dividePlan({ tasks: PLAN }, { count: 2, by }).shards.map((each) => [...each]);
  assert.deepEqual(ids("goos"), [
    ["build:c", "build:d"],
    ["build:a", "build:b", "archive:a"],
  ]);
  assert.deepEqual(ids("target"), [
    ["build:a", "build:c", "archive:a"],
    ["build:b", "build:d"],
  ]);
});

test("partsOf() counts what is compiled together once", () => {
  const tasks = [
    task({ id: "build:x", target: "linux/amd64/v1", cost: 30, batch: "one" }),
    task({ id: "build:y", target: "linux/amd64/v1", cost: 20, batch: "one" }),
    task({ id: "archive", target: "linux/amd64/v1", needs: ["build:x", "build:y"], cost: 5 }),
  ];
  assert.equal(partsOf(tasks, "cost").groups[0]?.cost, 35);
});

test("dividePlan() puts every task into exactly one part, for any plan, count and way", () => {
  const plans = fc
    .array(
      fc.record({
        target: fc.option(fc.constantFrom("linux/amd64", "linux/arm64", "darwin/all", "windows/386"), {
          nil: undefined,
        }),
        needs: fc.array(fc.nat(30), { maxLength: 3 }),
        cost: fc.nat(50),
      }),
      { maxLength: 25 },
    )
    .map((list) =>
      list.map(({ target, needs, cost }, index) =>
        task({
          id: `t${index}`,
          cost,
          needs: index === 0 ? [] : [...new Set(needs.map((need) => `t${need % index}`))],
          ...(target === undefined ? {} : { target }),
        }),
      ),
    );
  fc.assert(
    fc.property(
      plans,
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom("cost", "goos", "target"),
      (tasks, count, by) => {
        const { shards, shared, rest } = dividePlan({ tasks }, { count, by });
        const all = [...shards.flatMap((ids) => [...ids]), ...shared, ...rest];
        assert.deepEqual(all.toSorted(), tasks.map(({ id }) => id).toSorted());
        // A machine has all that its tasks need.
        for (const own of shards) {
          for (const { id, needs } of tasks) {
            if (own.has(id)) assert.ok(needs.every((need) => own.has(need) || shared.has(need)));
          }
        }
      },
    ),
  );
});
