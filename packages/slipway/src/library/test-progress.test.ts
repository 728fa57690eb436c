import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { askForProgress, progressWriter, readProgress } from "../platform/wasm/run-progress.ts";
import { describeRun } from "./test-progress.ts";

const run = { program: "lib.test", dir: path.resolve("/m/lib"), state: "running", gaveWay: 1000 } as const;
const root = path.resolve("/m");

test("describeRun() tells package, test, and a program that computes without a pause", () => {
  const lib = "lib.test in lib";
  assert.equal(describeRun({ ...run, state: "starting" }, root, 60_000), `${lib} waits for its browser`);
  assert.equal(describeRun({ ...run, test: "TestA/b" }, root, 2000), `${lib} runs, in TestA/b`);
  assert.match(
    describeRun({ ...run, test: "TestA" }, root, 31_000),
    /computes without a pause for 30 s, in TestA\. Go's/,
  );
  assert.match(
    describeRun({ ...run, dir: root }, root, 31_000),
    /^lib\.test in \. computes .*; -v tells in which test$/,
  );
});

test("progressWriter() tells the reader of a folder what this process runs, and the test that it names last", (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-progress-"));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.equal(progressWriter("/b/x.test", {}), undefined);
  const writer = progressWriter("/b/x.test", askForProgress(folder));
  assert.deepEqual(
    readProgress(folder).map(({ program, state, test: name }) => [program, state, name]),
    [["x.test", "starting", undefined]],
  );
  writer?.started();
  writer?.wrote(new TextEncoder().encode("=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB/c\n"));
  writer?.wrote(new TextEncoder().encode("more\n"));
  assert.deepEqual(
    readProgress(folder).map(({ state, test: name }) => [state, name]),
    [["running", "TestB/c"]],
  );
  writer?.end();
  assert.deepEqual(readProgress(folder), []);
});
