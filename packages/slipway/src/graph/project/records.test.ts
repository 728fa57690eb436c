import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { Records } from "./records.ts";
import type { TaskRecord } from "./task-record.ts";

function record(run: number, key: string): TaskRecord {
  return { key, files: [], outputs: [], run } as unknown as TaskRecord;
}

test("the record of a task that is still planned is kept, however long nothing of it changed", async (t) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-records-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const first = await Records.load(folder);
  first.set("quiet", record(first.run, "q"));
  first.set("gone", record(first.run, "g"));
  await first.save();
  for (let i = 0; i < 60; i++) {
    const records = await Records.load(folder);
    assert.equal(records.get("quiet")?.key, "q", `run ${records.run}`);
    records.set("busy", record(records.run, String(i)));
    await records.save();
  }
  assert.equal((await Records.load(folder)).get("gone"), undefined);
});
