import assert from "node:assert/strict";
import test from "node:test";
import { bar, percent } from "./bars.ts";

test("bar draws to an eighth of a character and stays within its width", () => {
  assert.equal(bar(1, 4), "████");
  assert.equal(bar(0.5, 4), "██");
  assert.equal(bar(0.28125, 4), "█▏");
  assert.equal(bar(0, 4), "");
  assert.equal(bar(7, 2), "██");
  assert.equal(bar(-1, 2), "");
});

test("percent has a decimal below ten and says when it is next to nothing", () => {
  assert.deepEqual([0, 0.0001, 0.04, 0.0996, 0.5, 1].map(percent), ["0 %", "<0.1 %", "4.0 %", "10 %", "50 %", "100 %"]);
});
