import assert from "node:assert/strict";
import { test } from "node:test";
import { killRuns } from "./testing/kill-runs.ts";

test("executePlan() ends right after 6 seeded kills", async () => {
  const killed = await killRuns(6, 1);
  assert.ok(killed > 0, "no run was cut off");
});
