/**
 * `npm run compare:record [-- NAME...]`: what GoReleaser makes of our small modules, written to `recorded/`. The suite
 * compares Slipway with these files, so that it needs no GoReleaser.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findDist, readDistShape } from "./dist-shape.ts";
import { findGoReleaser, GORELEASER_VERSION } from "./find-goreleaser.ts";
import { listArchive } from "./list-archive.ts";
import { makeShape } from "./make-shape.ts";
import { runSide } from "./run-side.ts";
import { SHAPES } from "./shapes.ts";

const wanted = process.argv.slice(2);
const home = mkdtempSync(path.join(os.tmpdir(), "slipway-record-"));
const recorded = path.join(import.meta.dirname, "recorded");
mkdirSync(recorded, { recursive: true });
try {
  for (const shape of SHAPES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const folder = path.join(home, shape.name);
    mkdirSync(folder);
    makeShape(shape, folder);
    const run = await runSide([findGoReleaser(), "release", "--snapshot", "--clean"], folder, {
      ...process.env,
      GOFLAGS: "",
    });
    if (run.exitCode !== 0) throw new Error(`GoReleaser failed on ${shape.name}:\n${run.tail}`);
    const shapeOfDist = await readDistShape(findDist(folder), listArchive);
    // GoReleaser lists artifacts in the order in which its threads end, which is another one every time.
    const artifacts = [...shapeOfDist.artifacts].sort((a, b) => (a < b ? -1 : 1));
    const seen = { goreleaser: GORELEASER_VERSION, ...shapeOfDist, artifacts };
    // Absolute paths are those of the temporary folder; what matters is that they lie below the project.
    const text = JSON.stringify(seen, null, 1).replaceAll(folder, "$PROJECT");
    writeFileSync(path.join(recorded, `${shape.name}.json`), `${text}\n`);
    console.log(`recorded ${shape.name} in ${run.seconds.toFixed(1)} s`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
