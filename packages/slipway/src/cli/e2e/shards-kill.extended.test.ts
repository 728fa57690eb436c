import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { mulberry32 } from "../../platform/testing/random.ts";
import { distFiles } from "../testing/dist-files.ts";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject } from "../testing/temp-project.ts";

const ROUNDS = 50;

test("50 seeded kills of a shard or of the merge all end right", async (t) => {
  const out = mkdtempSync(path.join(os.tmpdir(), "slipway-shards-kill-"));
  t.after(() => rmSync(out, { recursive: true, force: true }));
  const project = tempProject(
    t,
    {
      ...TINY_MODULE,
      "slipway.yaml": "version: 2\nbuilds:\n  - targets: [linux_amd64, darwin_arm64]\nsource:\n  enabled: true\n",
    },
    { tag: "v1.0.0" },
  );
  let cache = path.join(out, "cache");
  const slipway = (args: readonly string[], kill?: number): Promise<Run> =>
    runSlipway(args, {
      cwd: project.root,
      env: { SLIPWAY_CACHE: cache },
      ...(kill === undefined ? {} : { onStart: (child) => void setTimeout(() => child.kill("SIGKILL"), kill).unref() }),
    });
  const part = (index: number): string => path.join(out, `part${index}`);
  const shard = (index: number): readonly string[] => [
    "release",
    "--snapshot",
    "--skip=prove",
    "--shard",
    `${index}/2`,
    "--out",
    part(index),
  ];
  const merge = ["merge", part(1), part(2)];
  // How long each takes here when nothing disturbs it, and what it makes.
  const lengths = new Map<readonly string[], number>();
  const commands = [shard(1), shard(2), merge];
  for (const args of commands) {
    const start = performance.now();
    const run = await slipway(args);
    assert.equal(run.code, 0, run.stderr);
    lengths.set(args, performance.now() - start);
  }
  const dist = path.join(project.root, "dist");
  const [right, manifests] = [distFiles(dist), [1, 2].map((index) => manifest(part(index)))];

  const next = mulberry32(20_261_126);
  let killed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const args = commands[round % 3] ?? merge;
    // Every third round of a command starts with nothing, so that kills fall into all of its work.
    if (next() < 0.34) {
      cache = path.join(out, `cache${round}`);
      rmSync(dist, { recursive: true, force: true });
      if (args !== merge) rmSync(args === commands[0] ? part(1) : part(2), { recursive: true, force: true });
    }
    const cut = await slipway(args, next() * (lengths.get(args) ?? 0));
    if (cut.signal === "SIGKILL") killed += 1;
    if (args !== merge && cut.signal === "SIGKILL") {
      // What a killed shard left is merged only when it is whole.
      const early = await slipway(merge);
      if (early.code !== 0) assert.match(early.stderr, /error\[shard-(?:incomplete|missing|gap)\]/, `round ${round}`);
      else assert.deepEqual(distFiles(dist), right, `round ${round}`);
    }
    const again = await slipway(args);
    assert.equal(again.code, 0, `round ${round}: ${again.stderr}`);
    const merged = await slipway(merge);
    assert.equal(merged.code, 0, `round ${round}: ${merged.stderr}`);
    assert.deepEqual(distFiles(dist), right, `round ${round}`);
    assert.deepEqual(
      [1, 2].map((index) => manifest(part(index))),
      manifests,
      `round ${round}`,
    );
  }
  assert.ok(killed >= ROUNDS / 2, `only ${killed} runs were cut off`);
});

function manifest(folder: string): string {
  return readFileSync(path.join(folder, "slipway-shard.json"), "utf8");
}

test("merge refuses shards of two Go versions, and names both", async (t) => {
  const files = { ...TINY_MODULE, "slipway.yaml": "version: 2\nbuilds:\n  - targets: [linux_amd64, darwin_arm64]\n" };
  const [a, b] = [tempProject(t, files, { tag: "v1.0.0" }), tempProject(t, files, { tag: "v1.0.0" })];
  for (const [project, index, env] of [
    [a, 1, {}],
    [b, 2, { GOTOOLCHAIN: "go1.25.4" }],
  ] as const) {
    const args = ["release", "--snapshot", "--skip=prove", "--shard", `${index}/2`, "--out", "parts/own"];
    const run = await runSlipway(args, { cwd: project.root, env });
    assert.equal(run.code, 0, run.stderr);
  }
  cpSync(path.join(b.root, "parts/own"), path.join(a.root, "parts/other"), { recursive: true });
  const merged = await runSlipway(["merge", "parts/own", "parts/other"], { cwd: a.root });
  assert.equal(merged.code, 1);
  assert.match(
    merged.stderr,
    /error\[shard-mismatch\]: Cannot merge: the Go toolchain is not the same\n {2}expected: go1\.\S+ in .*own\n {2}actual: +go1\.25\.4 in .*other/,
  );
});
