import assert from "node:assert/strict";
import test from "node:test";
import { bestMachines, predict } from "./predict.ts";

test("predict() never gets slower with more machines, once there is a merge, nor faster than the dearest target", () => {
  const costs = [35, 35, 35, 60, 35, 35, 35, 35];
  const predictions = predict(costs, 10);
  for (const [at, { wall, criticalPath, minutes }] of predictions.entries()) {
    const before = predictions[at - 1];
    if (at > 1 && before !== undefined) assert.ok(wall <= before.wall && minutes >= 2);
    assert.ok(criticalPath >= 60 / 1.8 - 1e-9);
  }
  assert.equal(predictions[9]?.wall, predictions[8]?.wall, "a machine without a target is of no use");
});

test("bestMachines() takes one machine for little work", () => {
  assert.equal(bestMachines([]), 1);
  assert.equal(bestMachines([5, 5]), 1);
  assert.ok(bestMachines(Array.from({ length: 40 }, () => 60)) > 4);
});
