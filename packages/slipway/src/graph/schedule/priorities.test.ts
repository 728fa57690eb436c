import assert from "node:assert/strict";
import { test } from "node:test";
import { criticalPaths } from "./priorities.ts";

test("criticalPaths() sums the longest chain to the end", () => {
  const paths = criticalPaths([
    { kind: "a", cost: 1, lastMs: 100, dependents: [1, 2] },
    { kind: "a", cost: 1, lastMs: 10, dependents: [3] },
    { kind: "a", cost: 1, lastMs: 50, dependents: [] },
    { kind: "a", cost: 1, lastMs: 5, dependents: [] },
  ]);
  assert.deepEqual(paths, [150, 15, 50, 5]);
});

test("criticalPaths() judges a task without history by what its kind took for a unit of cost", () => {
  const paths = criticalPaths([
    { kind: "build", cost: 2, lastMs: 4000, dependents: [] },
    { kind: "build", cost: 3, dependents: [] },
    { kind: "zip", cost: 1, lastMs: 10, dependents: [] },
    { kind: "deb", cost: 3, dependents: [] },
  ]);
  assert.deepEqual(paths.slice(0, 3), [4000, 6000, 10]);
  assert.equal(paths[3], 4010);
});

test("criticalPaths() orders by cost when nothing has ever run", () => {
  const paths = criticalPaths([
    { kind: "a", cost: 1, dependents: [] },
    { kind: "b", cost: 3, dependents: [0] },
  ]);
  assert.ok(paths[0]! < paths[1]!);
});
