import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTS } from "../scale/remote/testing/fault.ts";
import { runFaultSeeds } from "./testing/remote-faults.ts";

test("executePlan() makes the right bytes with every back end failing in every way, and names remote and cause (200 seeds)", async () => {
  const { told, levels } = await runFaultSeeds(0, 200);
  assert.deepEqual([...told].sort(), [...FAULTS].sort(), "every fault was told of at least once");
  assert.deepEqual([...levels].sort(), ["made", "remote"]);
});
