import assert from "node:assert/strict";
import test from "node:test";
import { coveredPercent, mergeCoverage } from "./merge-coverage.ts";

const LINUX = "mode: set\nexample.test/a/a.go:3.10,5.2 2 1\nexample.test/a/b_linux.go:1.1,2.2 1 1\n";
const WINDOWS = "mode: set\r\nexample.test/a/a.go:3.10,5.2 2 0\r\nexample.test/a/a.go:7.1,9.2 3 1\r\n";

test("mergeCoverage() counts a block that ran anywhere, whatever came first", () => {
  const merged =
    "mode: set\nexample.test/a/a.go:3.10,5.2 2 1\nexample.test/a/a.go:7.1,9.2 3 1\nexample.test/a/b_linux.go:1.1,2.2 1 1\n";
  assert.equal(mergeCoverage([LINUX, WINDOWS]), merged);
  assert.equal(mergeCoverage([WINDOWS, LINUX]), merged);
  assert.equal(mergeCoverage([merged, merged]), merged);
});

test("mergeCoverage() adds counts", () => {
  const profile = "mode: atomic\na.go:1.1,2.2 1 3\n";
  assert.equal(mergeCoverage([profile, profile]), "mode: atomic\na.go:1.1,2.2 1 6\n");
});

test("coveredPercent() weighs blocks by their statements", () => {
  assert.equal(coveredPercent("mode: set\na.go:1.1,2.2 3 1\na.go:3.1,4.2 1 0\n"), 75);
  assert.equal(coveredPercent("mode: set\n"), 0);
});
