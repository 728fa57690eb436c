import assert from "node:assert/strict";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { buildTraps, plantedTraps, reportedPlace } from "../testing/planted-traps.ts";
import { runSlipway } from "../testing/run-slipway.ts";

needPrograms({ chromium: "chromium" });

for (const [where, flags] of [
  ["Node", []],
  ["Chromium", ["--browser"]],
] as const) {
  for (const os of ["wasip1", "js"] as const) {
    test(`wasm run tells the place of 20 of 20 failures of a GOOS=${os} program in ${where}`, async (t) => {
      const whole = buildTraps(t, os, false);
      const stripped = buildTraps(t, os, true);
      const wrong: string[] = [];
      for (const [index, { name, function: place, line }] of plantedTraps().entries()) {
        const program = index % 2 === 0 ? whole : stripped;
        const { stderr, code } = await runSlipway(["wasm", "run", ...flags, program, name], { cwd: "/" });
        const got = reportedPlace(stderr);
        if (got?.function === place && got.line === line && (code === 2 || code === 134)) continue;
        wrong.push(`${name}: ended with ${code}, expected ${place} line ${line}\n${stderr}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
}
