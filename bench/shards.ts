import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { copyExample } from "./contenders.ts";
import { digestOf } from "./digest-of.ts";
import { measure, type Command } from "./measure.ts";

const SLIPWAY = path.resolve(import.meta.dirname, "..", "slipway");

/**
 * Two machines of one core each beside one such machine, all cold, each with caches of its own: what `slipway release --shard`
 * brings. Wants `taskset` and two cores. Returns lines to print.
 */
export async function shardsBesideOne(example: string): Promise<string[]> {
  const home = mkdtempSync(path.join(os.tmpdir(), "slipway-bench-shards-"));
  try {
    const origin = copyExample(example, path.join(home, "origin"));
    const machine = (name: string, core: number, args: readonly string[]): Command => {
      const cwd = path.join(home, name);
      execFileSync("git", ["clone", "--quiet", origin, cwd]);
      const caches = { GOCACHE: path.join(home, `${name}-go`), SLIPWAY_CACHE: path.join(home, `${name}-slipway`) };
      const argv = ["taskset", "-c", String(core), SLIPWAY, ...args];
      return { argv, cwd, env: { ...process.env, ...caches, CI: "true" } };
    };
    const release = ["release", "--snapshot", "--skip=prove"];
    const shard = (index: number): Command =>
      machine(`shard${index}`, index - 1, [
        ...release,
        "--shard",
        `${index}/2`,
        "--out",
        path.join(home, `out${index}`),
      ]);
    const one = await measure(machine("one", 0, release));
    const both = [shard(1), shard(2)];
    const start = performance.now();
    const each = await Promise.all(both.map((command) => measure(command)));
    const wall = (performance.now() - start) / 1000;
    const merge = await measure(machine("merge", 0, ["merge", path.join(home, "out1"), path.join(home, "out2")]));
    const same = digestOf(path.join(home, "one", "dist")) === digestOf(path.join(home, "merge", "dist"));
    const seconds = (value: number): string => `${value.toFixed(1)} s`;
    return [
      `${example}: one core ${seconds(one.wall)}; two shards of one core each ${each.map((cost) => seconds(cost.wall)).join(" and ")}`,
      `${example}: two shards are ${(one.wall / wall).toFixed(2)} x faster, ${(one.wall / (wall + merge.wall)).toFixed(2)} x with the merge (${seconds(merge.wall)}); ` +
        (same ? "the same bytes" : "OTHER BYTES"),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
