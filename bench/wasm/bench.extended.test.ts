import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { needPrograms } from "../../packages/slipway/src/platform/testing/need-programs.ts";
import { CONTENDERS } from "./page/contenders.ts";
import type { Result } from "./page/page.ts";

needPrograms({ chromium: "chromium" });

// How fast anything is depends on the machine; that everything is measured, in a real browser, does not.
test("bench:wasm measures every way to read a file in Chromium, by a fine clock or in batches", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-bench-test-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const json = path.join(folder, "result.json");
  const printed = execFileSync(
    process.execPath,
    [path.join(import.meta.dirname, "bench.ts"), "--short", "--json", json],
    {
      encoding: "utf8",
    },
  );
  const result = JSON.parse(readFileSync(json, "utf8")) as Result;
  for (const { name, title } of CONTENDERS) {
    const { median, least, p95, count } = result.reads[name]!;
    assert.ok(
      least > 0 && least <= median && median <= p95 && count === 15,
      `${name}: ${least} ${median} ${p95} ${count}`,
    );
    assert.ok(printed.includes(title));
  }
  assert.ok(result.isolated && result.clockUs <= 100);
  assert.equal(result.ratios.length, 8);
  assert.deepEqual(
    result.startUp.map(({ memory }) => memory > 0),
    [true, true],
  );
  // Reading into the program's own memory leaves next to nothing to collect; this is a count of bytes, not of time.
  assert.ok((result.memory[0]?.perRead ?? Infinity) < 65_536, JSON.stringify(result.memory));
});
