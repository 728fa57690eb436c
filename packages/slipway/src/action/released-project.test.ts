import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { releasedProject } from "./released-project.ts";

test("releasedProject() finds the project and its dist folder as the command does", (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), "slipway-released-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, "app"));
  writeFileSync(path.join(root, "app", ".goreleaser.yaml"), "version: 2\ndist: ./out # here\nbuilds:\n  - dist: no\n");
  writeFileSync(path.join(root, "app", "other.yml"), "dist: 'two words'\r\n");
  writeFileSync(path.join(root, "app", "template.yml"), "dist: {}\n");
  const dist = (line: string): string => {
    return path
      .relative(root, releasedProject(line.split(" ").slice(1), root).dist)
      .split(path.sep)
      .join("/");
  };
  for (const [line, expected] of [
    ["slipway release --snapshot", "dist"],
    ["slipway release -C app", "app/out"],
    ["slipway -Capp release", "app/out"],
    ["slipway release -C app -f other.yml", "app/two words"],
    ["slipway release -C app --config=other.yml --snapshot", "app/two words"],
    ["slipway release -C app --config template.yml", "app/dist"],
    ["slipway release -C app --config absent.yml", "app/dist"],
    ["slipway wasm run x -- -C app", "dist"],
  ] as const) {
    assert.equal(dist(line), expected, line);
  }
  assert.deepEqual(releasedProject(["release", "-C", "app", "--config=other.yml"], root).flags, [
    "-C",
    "app",
    "-f",
    "other.yml",
  ]);
});
