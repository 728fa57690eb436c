import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { lineDifference } from "./line-difference.ts";

test("lineDifference() shows what went and what came, with its place", () => {
  assert.deepEqual(lineDifference("a\nb\nc\nd\ne", "a\nb\nx\nd\ne"), ["@@ line 1", " a", " b", "-c", "+x", " d", " e"]);
  assert.deepEqual(lineDifference("a", "a"), []);
});

test("lineDifference() of any two texts tells exactly one from the other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (old, fresh) => {
      const lines = lineDifference(old, fresh);
      assert.equal(lines.length === 0, old === fresh);
      const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
      assert.equal(fresh.split("\n").length - old.split("\n").length, count("+") - count("-"));
    }),
  );
});
