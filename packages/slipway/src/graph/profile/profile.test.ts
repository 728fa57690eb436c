import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../events.ts";
import { chromeTrace } from "./chrome-trace.ts";
import { shareOfLimit } from "./share-of-limit.ts";

function events(task: string, from: number, to: number): Event[] {
  const common = { task, kind: "k", title: `do ${task}` };
  return [
    { type: "task-started", ...common, at: from },
    { type: "task-finished", ...common, status: "done", at: to, ms: to - from, outputs: [] },
  ];
}

test("chromeTrace() lays tasks on as few lanes as hold them", () => {
  const trace = chromeTrace([...events("a", 0, 10), ...events("b", 5, 20), ...events("c", 10, 12)]);
  assert.deepEqual(
    trace.traceEvents.map(({ name, tid, ts, dur }) => [name, tid, ts, dur]),
    [
      ["do a", 1, 0, 10_000],
      ["do b", 2, 5000, 15_000],
      ["do c", 1, 10_000, 2000],
    ],
  );
});

test("shareOfLimit() is bounded by the work when cores are few", () => {
  const tasks = [0, 1, 2, 3].map((id) => ({ id: String(id), needs: [], ms: 100, cpuMs: 100 }));
  assert.deepEqual(shareOfLimit(tasks, { wallMs: 250, planMs: 0, cores: 2 }), {
    workLimit: 200,
    chainLimit: 50,
    limit: 200,
    share: 0.8,
  });
});

test("shareOfLimit() is bounded by the longest chain when cores are many", () => {
  const tasks = [
    { id: "build", needs: [], ms: 100, cpuMs: 160, criticalMs: 90 },
    { id: "zip", needs: ["build"], ms: 10, cpuMs: 10, criticalMs: 10 },
  ];
  const { chainLimit, limit, share } = shareOfLimit(tasks, { wallMs: 200, planMs: 10, cores: 16 });
  assert.deepEqual([chainLimit, limit, share], [100, 110, 0.55]);
});

test("shareOfLimit() never tells more than all of it", () => {
  assert.equal(shareOfLimit([], { wallMs: 0, planMs: 5, cores: 2 }).share, 1);
  assert.equal(shareOfLimit([{ id: "a", needs: [], ms: 50 }], { wallMs: 10, planMs: 0, cores: 1 }).share, 1);
});
