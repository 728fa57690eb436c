import assert from "node:assert/strict";
import test from "node:test";
import { buildTraps, plantedTraps, reportedPlace } from "../testing/planted-traps.ts";
import { runSlipway } from "../testing/run-slipway.ts";

test("wasm run tells function, file and line of traps and panics in a stripped program", async (t) => {
  const program = buildTraps(t, "wasip1", true);
  const traps = plantedTraps();
  assert.equal(traps.length, 20);
  for (const name of ["nilptr", "load", "call", "smalltrap", "recursion"]) {
    const { function: where, line } = traps.find((trap) => trap.name === name)!;
    const run = await runSlipway(["wasm", "run", program, name], { cwd: "/" });
    assert.deepEqual(reportedPlace(run.stderr), { function: where, line }, run.stderr);
    assert.equal(run.stdout, "start\n");
    assert.equal(run.code, run.stderr.startsWith("panic:") ? 2 : 134);
  }
});
