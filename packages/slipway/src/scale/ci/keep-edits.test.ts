import assert from "node:assert/strict";
import test from "node:test";
import { brokenMarks, keepEdits } from "./keep-edits.ts";

const FRESH = [
  "a: 1",
  "  # >>> yours: one (here)",
  "  # <<< yours",
  "b: 2",
  "# >>> yours: two (there)",
  "# <<< yours",
  "",
];

test("keepEdits() puts lines between marks back, and nothing else", () => {
  const old = ["a: 0", "  # >>> yours: one (an older word)", "  - run: mine", "", "  # <<< yours", "edited outside"];
  const { text, lost } = keepEdits(FRESH.join("\n"), old.join("\n"));
  assert.deepEqual(text.split("\n"), [...FRESH.slice(0, 2), "  - run: mine", "", ...FRESH.slice(2)]);
  assert.deepEqual(lost, []);
  assert.deepEqual(keepEdits(FRESH.join("\n"), text), { text, lost: [] }, "a second time changes nothing");
});

test("keepEdits() names marks that hold lines and are gone", () => {
  const old = "# >>> yours: gone (x)\nmine\n# <<< yours\n# >>> yours: empty (x)\n# <<< yours";
  assert.deepEqual(keepEdits(FRESH.join("\n"), old).lost, ["gone"]);
});

test("brokenMarks() names marks without an end or a start, and marks that are there twice", () => {
  assert.deepEqual(brokenMarks(FRESH.join("\n")), []);
  const [begin, end] = ["# >>> yours: one (x)", "# <<< yours"];
  assert.deepEqual(brokenMarks([begin, "mine"].join("\n")), ['"one" has no end']);
  assert.deepEqual(brokenMarks([begin, "mine", "# >>> yours: two (x)", end].join("\n")), ['"one" has no end']);
  assert.deepEqual(brokenMarks([begin, "mine", end, begin, end].join("\n")), ['"one" is there twice']);
  assert.deepEqual(brokenMarks(["a: 1", "mine", end, begin, end].join("\n")), ["the end in line 3 has no start"]);
  assert.deepEqual(brokenMarks([begin, end, "mine", end].join("\n")), ["the end in line 4 has no start"]);
});
