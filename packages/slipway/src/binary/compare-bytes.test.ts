import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { countDifferences, equalBytes, firstDifference } from "./compare-bytes.ts";

test("firstDifference finds the same index as a plain loop, whatever the alignment", () => {
  const bytes = fc.uint8Array({ maxLength: 64 });
  fc.assert(
    fc.property(bytes, fc.nat(7), fc.nat(7), fc.option(fc.nat(63)), (content, shiftA, shiftB, change) => {
      const a = new Uint8Array(content.length + shiftA).subarray(shiftA);
      const b = new Uint8Array(content.length + shiftB).subarray(shiftB);
      a.set(content);
      b.set(content);
      const changed = change !== null && change < b.length;
      if (changed) b[change] = ~b[change]! & 0xff;
      assert.equal(firstDifference(a, b), changed ? change : -1);
      assert.equal(equalBytes(a, b), !changed);
    }),
  );
});

test("equalBytes tells runs of different length apart", () => {
  assert.equal(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3)), false);
});

test("countDifferences counts up to the end of the shorter run", () => {
  assert.deepEqual(countDifferences(Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 9, 3, 9, 5)), { count: 2, first: 1 });
  assert.deepEqual(countDifferences(Uint8Array.of(1), Uint8Array.of(1, 2)), { count: 0, first: -1 });
});
