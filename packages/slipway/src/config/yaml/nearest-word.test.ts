import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance, nearestWord } from "./nearest-word.ts";

test("editDistance() counts inserts, deletes, replacements and swaps", () => {
  assert.equal(editDistance("builds", "builds", 3), 0);
  assert.equal(editDistance("buidls", "builds", 3), 1);
  assert.equal(editDistance("goos", "go", 3), 2);
  assert.equal(editDistance("kitten", "sitting", 5), 3);
});

test("editDistance() stops above its limit", () => {
  assert.equal(editDistance("aaaa", "bbbb", 2), 3);
  assert.equal(editDistance("a", "a".repeat(50), 2), 3);
});

test("nearestWord() names the slip, the hyphen and the beginning, and nothing far away", () => {
  const known = ["archives", "builds", "before", "no_main_check", "asc"];
  assert.equal(nearestWord("buidls", known), "builds");
  assert.equal(nearestWord("no-main-check", known), "no_main_check");
  assert.equal(nearestWord("Archives", known), "archives");
  assert.equal(nearestWord("ascending", known), "asc");
  assert.equal(nearestWord("nfpms", known), undefined);
  assert.equal(nearestWord("b".repeat(500), known), undefined);
});
