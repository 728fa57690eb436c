import assert from "node:assert/strict";
import { test } from "node:test";
import { killRuns } from "./testing/kill-runs.ts";

test("executePlan() ends right after 300 seeded kills", async () => {
  const killed = await killRuns(300, 20_261_123);
  assert.ok(killed > 100, `only ${killed} runs were cut off`);
});
