import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { join } from "node:path";

/** Share of the available memory that tasks may plan with; the rest is for the page cache and for wrong guesses. */
const SHARE = 0.8;

/**
 * Bytes that all running tasks together may use: the least of what the host has available and of what the limits of
 * the surrounding containers (control groups, versions 1 and 2) leave, times 0.8. At least 64 MiB, so that work goes on.
 */
export function memoryBudget(files: MemoryFiles = systemFiles): number {
  const available = Math.min(hostAvailable(files), ...cgroupsLeft(files));
  return Math.max(64 << 20, Math.floor(available * SHARE));
}

/** Where the numbers are read; a test has files of its own. */
export interface MemoryFiles {
  /** The text of a file below `/proc` or `/sys`, or `undefined`. */
  read(path: string): string | undefined;
  readonly total: number;
  readonly free: number;
}

const systemFiles: MemoryFiles = {
  read(path) {
    try {
      return readFileSync(path, "latin1");
    } catch {
      return undefined;
    }
  },
  get total() {
    return totalmem();
  },
  get free() {
    return freemem();
  },
};

function hostAvailable(files: MemoryFiles): number {
  const line = /^MemAvailable:\s+(\d+) kB$/m.exec(files.read("/proc/meminfo") ?? "");
  if (line?.[1] !== undefined) return Number(line[1]) * 1024;
  // macOS counts its file cache as used: half of the memory is the safer guess there.
  return Math.max(files.free, files.total / 2);
}

/** proc(5), cgroups(7): lines are `id:controllers:path`; version 2 has the id 0 and no controllers. */
function cgroupsLeft(files: MemoryFiles): number[] {
  const left: number[] = [];
  for (const line of (files.read("/proc/self/cgroup") ?? "").split("\n")) {
    const [id, controllers = "", path = "/"] = line.split(":");
    const unified = id === "0" && controllers === "";
    if (!unified && !controllers.split(",").includes("memory")) continue;
    const base = unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
    const [limit, used] = unified
      ? ["memory.max", "memory.current"]
      : ["memory.limit_in_bytes", "memory.usage_in_bytes"];
    // Every group on the way up limits us; inside a container the path may name what only the host can see.
    for (let group = path; ; group = join(group, "..")) {
      const folder = join(base, group);
      const max = Number(files.read(join(folder, limit)) ?? "max");
      if (Number.isFinite(max) && max < files.total) {
        const cache = /^(?:total_)?inactive_file (\d+)$/m.exec(files.read(join(folder, "memory.stat")) ?? "");
        left.push(Math.max(0, max - Number(files.read(join(folder, used)) ?? 0) + Number(cache?.[1] ?? 0)));
      }
      if (group === "/" || group === ".") break;
    }
  }
  return left;
}
