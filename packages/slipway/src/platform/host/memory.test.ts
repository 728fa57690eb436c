import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryBudget } from "./memory.ts";

const GB = 1e9;

function files(texts: Record<string, string>): Parameters<typeof memoryBudget>[0] {
  return {
    read: (path) => texts[path],
    total: 16 * GB,
    free: 2 * GB,
  };
}

const meminfo = { "/proc/meminfo": "MemTotal: 16000000 kB\nMemAvailable:   10000000 kB\n" };

test("memoryBudget() is 0.8 of what the host has available", () => {
  assert.equal(memoryBudget(files(meminfo)), Math.floor(10_000_000 * 1024 * 0.8));
});

test("memoryBudget() respects every control group above us, version 2", () => {
  const budget = memoryBudget(
    files({
      ...meminfo,
      "/proc/self/cgroup": "0::/pod/build\n",
      "/sys/fs/cgroup/pod/build/memory.max": "max\n",
      "/sys/fs/cgroup/pod/memory.max": `${4 * GB}\n`,
      "/sys/fs/cgroup/pod/memory.current": `${2 * GB}\n`,
      "/sys/fs/cgroup/pod/memory.stat": `anon 5\ninactive_file ${GB}\n`,
    }),
  );
  assert.equal(budget, Math.floor(3 * GB * 0.8));
});

test("memoryBudget() respects control groups of version 1, also where the path is the host's", () => {
  const budget = memoryBudget(
    files({
      ...meminfo,
      "/proc/self/cgroup": "5:cpu,cpuacct:/\n4:memory:/docker/abc\n",
      "/sys/fs/cgroup/memory/memory.limit_in_bytes": `${2 * GB}\n`,
      "/sys/fs/cgroup/memory/memory.usage_in_bytes": `${GB}\n`,
    }),
  );
  assert.equal(budget, Math.floor(GB * 0.8));
});

test("memoryBudget() ignores limits that are none, and never falls to nothing", () => {
  const unlimited = {
    "/proc/self/cgroup": "4:memory:/\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
  };
  assert.equal(memoryBudget(files({ ...meminfo, ...unlimited })), memoryBudget(files(meminfo)));
  const full = {
    "/proc/self/cgroup": "0::/\n",
    "/sys/fs/cgroup/memory.max": "1000\n",
    "/sys/fs/cgroup/memory.current": "1000\n",
  };
  assert.equal(memoryBudget(files({ ...meminfo, ...full })), 64 << 20);
});

test("memoryBudget() takes half of the memory where the host does not tell more", () => {
  assert.equal(memoryBudget(files({})), Math.floor(8 * GB * 0.8));
});
