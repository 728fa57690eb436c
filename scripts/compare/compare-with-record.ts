import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runSlipway } from "../../packages/slipway/src/cli/testing/run-slipway.ts";
import { differences } from "./differences.ts";
import { findDist, readDistShape, type DistShape } from "./dist-shape.ts";
import { listArchive } from "./list-archive.ts";
import { makeShape } from "./make-shape.ts";
import type { Shape } from "./shapes.ts";

/**
 * Releases a shape with the real command and tells every difference from what GoReleaser made of it, as recorded in
 * `recorded/`; empty when they agree.
 *
 * @throws Error with the command's own words when it fails.
 */
export async function compareWithRecord(shape: Shape): Promise<string[]> {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-shape-"));
  try {
    const folder = path.join(home, shape.name);
    mkdirSync(folder);
    makeShape(shape, folder);
    const run = await runSlipway(["release", "--snapshot", "--clean", "--skip=prove"], {
      cwd: folder,
      env: { SLIPWAY_CACHE: path.join(home, "cache") },
    });
    if (run.code !== 0)
      throw new Error(`Slipway failed on ${shape.name} with exit code ${run.code}:\n${run.stderr}${run.stdout}`);
    return differences(recordOf(shape), await readDistShape(findDist(folder), listArchive));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function recordOf(shape: Shape): DistShape {
  const file = path.join(import.meta.dirname, "recorded", `${shape.name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as DistShape;
}
