import assert from "node:assert/strict";
import test from "node:test";
import { siftAllowed } from "./allow-comments.ts";
import type { PortabilityFinding } from "./portability-report.ts";

const finding = (line: number, code = "portability-signal"): PortabilityFinding => ({
  code,
  severity: "warning",
  message: "x",
  where: { file: "a.go", line },
  targets: ["linux/amd64"],
});
const sift = (text: string, line: number, findings: readonly PortabilityFinding[]) =>
  siftAllowed(findings, [{ file: "a.go", line, text }], ["linux/amd64"]);

test("siftAllowed() takes a finding of the comment's line and of the next one, with the reason", () => {
  for (const line of [4, 5]) {
    const { findings, allowed } = sift("portability-signal only for tests", line, [finding(5)]);
    assert.deepEqual([findings.length, allowed[0]?.reason], [0, "only for tests"]);
  }
  const several = sift("portability-unix-path,portability-signal -- both are right", 5, [finding(5)]);
  assert.deepEqual(several.allowed[0]?.reason, "both are right");
});

test("siftAllowed() keeps a finding whose comment has no reason, and tells of the comment", () => {
  for (const text of ["portability-signal", "portability-signal  ", "portability-signal --", "", "because I say so"]) {
    const { findings, allowed } = sift(text, 5, [finding(5)]);
    assert.deepEqual([findings.map((each) => each.code), allowed], [["portability-signal", "portability-allow"], []]);
  }
});

test("siftAllowed() tells of a comment that nothing answers to, and of one on the wrong line or code", () => {
  const reason = "portability-signal a reason";
  assert.match(sift(reason, 5, []).findings[0]?.message ?? "", /not found here/);
  assert.equal(sift(reason, 6, [finding(5)]).findings.length, 2);
  assert.equal(sift(reason, 5, [finding(5, "portability-unix-path")]).findings.length, 2);
});
