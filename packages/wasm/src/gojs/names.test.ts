import { strict as assert } from "node:assert";
import { test } from "node:test";
import * as fc from "fast-check";
import { Names } from "./names.ts";

test("Names reads any short ASCII text as a decoder does, however often and wherever it stands", () => {
  const names = new Names();
  const ascii = fc.string({
    unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)),
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.array(ascii, { maxLength: 20 }), fc.nat(9), (texts, gap) => {
      for (const text of [...texts, ...texts]) {
        const bytes = new TextEncoder().encode(" ".repeat(gap) + text + " ".repeat(gap));
        const found = names.get(bytes, gap, text.length);
        assert.equal(found, text.length > 24 ? undefined : text);
      }
    }),
  );
});

test("Names leaves what is not ASCII, or outside of the bytes, to others", () => {
  const names = new Names();
  const bytes = new TextEncoder().encode("naïve");
  assert.equal(names.get(bytes, 0, bytes.length), undefined);
  assert.equal(names.get(bytes, 0, 2), "na");
  assert.equal(names.get(bytes, 4, 10), undefined);
});
