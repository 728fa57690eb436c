import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, TINY_MODULE } from "../testing/temp-project.ts";

const BUILD = "version: 2\nbuilds:\n  - { targets: [linux_amd64], env: [CGO_ENABLED=0] }\n";

test("a SLIPWAY_CACHE that can be no folder is an error that names it, of every command", async (t) => {
  const { root } = tempProject(t, { ...TINY_MODULE, "slipway.yaml": BUILD });
  const file = path.join(root, "..", "file");
  writeFileSync(file, "");
  const impossible = process.platform === "linux" ? ["/proc/slipway-nowhere/cache"] : [];
  for (const folder of [file, path.join(file, "below"), ...impossible]) {
    const { code, stderr } = await runSlipway(["release", "--snapshot"], { cwd: root, env: { SLIPWAY_CACHE: folder } });
    assert.equal(code, 2, stderr);
    assert.ok(stderr.includes(`error[usage]: Cannot use the cache folder "${folder}": `), stderr);
    assert.match(stderr, /next: set SLIPWAY_CACHE to a folder that you may write to, or unset it/);
  }
  for (const words of [["stats"], ["stats", "--json"], ["prune"], ["verify"]]) {
    for (const folder of [file, path.join(file, "below")]) {
      const run = await runSlipway(["cache", ...words], { cwd: root, env: { SLIPWAY_CACHE: folder } });
      assert.equal(run.code, 2, words.join(" "));
      assert.ok((run.stdout + run.stderr).includes("a file is where a folder should be"), run.stderr);
    }
    const gone = path.join(root, "..", "gone");
    const run = await runSlipway(["cache", ...words], { cwd: root, env: { SLIPWAY_CACHE: gone } });
    assert.equal(run.code, 0);
    assert.ok(run.stderr.includes(`There is no cache folder "${gone}"`), run.stderr);
  }
});

test(
  "a host's place for caches that cannot be used costs a warning",
  { skip: process.platform !== "linux" },
  async (t) => {
    const { root } = tempProject(t, { ...TINY_MODULE, "slipway.yaml": BUILD });
    const file = path.join(root, "..", "file");
    writeFileSync(file, "");
    const goCache = execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();
    const env = { SLIPWAY_CACHE: "", XDG_CACHE_HOME: file, GOCACHE: goCache };
    const { code, stderr } = await runSlipway(["build", "--snapshot", "--single-target"], { cwd: root, env });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /warning: Cannot use the cache ".*" \(E[A-Z]+\)/);
  },
);
