import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { mulberry32 } from "../../platform/testing/random.ts";
import { FakeProject } from "./fake-project.ts";
import { assertRight, changeSources, killPlan } from "./kill-plan.ts";

/**
 * `count` times in one project: change a source, start a run, kill -9 it at a seeded moment, run again and check dist. The
 * cache and dist are handed on from one round to the next, so damage would add up.
 *
 * @returns how many runs were really cut off.
 */
export async function killRuns(count: number, seed: number): Promise<number> {
  const project = await FakeProject.make("slipway-kill-");
  const next = mulberry32(seed);
  let killed = 0;
  // A run's length on this machine, learnt from those that came through.
  let length = 150;
  try {
    for (let run = 0; run < count; run += 1) {
      await changeSources(project, run);
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, "kill-driver.ts"), project.folder, String(run)],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const exit = once(child, "exit");
      await Promise.race([once(child.stdout, "data"), exit]);
      const begun = performance.now();
      const timer = setTimeout(() => child.kill("SIGKILL"), next() * length);
      const [code, signal] = (await exit) as [number | null, string | null];
      clearTimeout(timer);
      if (signal === "SIGKILL") killed += 1;
      else {
        assert.equal(code, 0, `run ${run} failed by itself`);
        length = (length + performance.now() - begun) / 2;
      }
      await project.run(killPlan(project, run));
      await assertRight(project, run);
    }
  } finally {
    await project.remove();
  }
  return killed;
}
