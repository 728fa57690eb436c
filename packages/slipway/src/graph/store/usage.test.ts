import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { noteUsage, readUsage } from "./usage.ts";

test("noteUsage() adds up what runs were spared, by level, and outlives a torn line", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-usage-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await noteUsage(folder, [
    { level: "L1", bytes: 10, ms: 1500 },
    { level: "L1", bytes: 5, ms: 500 },
    { level: "packs", bytes: 7, ms: 20_000 },
    { level: "made", bytes: 9, ms: 9 },
  ]);
  appendFileSync(join(folder, "usage.ndjson"), '{"L1":{"hits":4\n');
  await noteUsage(folder, [{ level: "remote", bytes: 1, ms: 1 }]);
  const usage = await readUsage(folder);
  assert.deepEqual(usage.L1, { hits: 2, bytes: 15, seconds: 2 });
  assert.deepEqual(usage.packs, { hits: 1, bytes: 7, seconds: 20 });
  assert.deepEqual(usage.remote, { hits: 1, bytes: 1, seconds: 0.001 });
  assert.deepEqual(usage.L0, { hits: 0, bytes: 0, seconds: 0 });
});

test("noteUsage() writes nothing for a run that made everything, and keeps its file small", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-usage-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await noteUsage(folder, [{ level: "made", bytes: 9, ms: 9 }]);
  assert.throws(() => statSync(join(folder, "usage.ndjson")));
  await noteUsage(folder, [{ level: "L0", bytes: 1, ms: 1000 }]);
  appendFileSync(join(folder, "usage.ndjson"), `${" ".repeat(300_000)}\n`);
  await noteUsage(folder, [{ level: "L0", bytes: 1, ms: 1000 }]);
  assert.ok(statSync(join(folder, "usage.ndjson")).size < 1000);
  assert.deepEqual((await readUsage(folder)).L0, { hits: 2, bytes: 2, seconds: 2 });
});
