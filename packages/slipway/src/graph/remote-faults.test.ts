import { test } from "node:test";
import { runFaultSeeds } from "./testing/remote-faults.ts";

// Two hundred seeds: remote-faults.extended.test.ts.
test("executePlan() makes the right bytes with every back end failing, and names remote and cause", async () => {
  await runFaultSeeds(1000, 25);
});
