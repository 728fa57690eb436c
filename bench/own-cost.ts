import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { median } from "./measure.ts";

/** What one run of the command costs, the start of Node included. */
export interface OwnCost {
  /** Wall milliseconds. */
  readonly wall: number;
  /** User and system CPU milliseconds of the Node process. */
  readonly cpu: number;
  /** Bytes that it held in memory at its peak. */
  readonly peak: number;
}

/** Tells what Node itself counted, when the command is done. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  `import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(process.env.COST_FILE, JSON.stringify(process.resourceUsage())));`,
)}`;

/** Runs `slipway ARGUMENTS` from the bundle some times and gives medians. Exit codes 0 and 3 are answers. */
export function ownCost(args: readonly string[], runs: number): OwnCost {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-bench-cost-"));
  const report = path.join(folder, "usage.json");
  const bundle = path.resolve(import.meta.dirname, "..", "packages", "slipway", "dist", "cli.js");
  try {
    const costs = Array.from({ length: runs }, (): OwnCost => {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [`--import=${REPORT}`, bundle, ...args], {
        encoding: "utf8",
        maxBuffer: 1 << 28,
        env: { ...process.env, COST_FILE: report },
      });
      const wall = performance.now() - start;
      if (status !== 0 && status !== 3) throw new Error(`slipway ${args.join(" ")} ended with ${status}:\n${stderr}`);
      const usage = JSON.parse(readFileSync(report, "utf8")) as NodeJS.ResourceUsage;
      return { wall, cpu: (usage.userCPUTime + usage.systemCPUTime) / 1000, peak: usage.maxRSS * 1024 };
    });
    const middle = (key: keyof OwnCost): number => median(costs.map((cost) => cost[key]));
    return { wall: middle("wall"), cpu: middle("cpu"), peak: middle("peak") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
