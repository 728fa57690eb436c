import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { byteFinder } from "../../platform/byte-finder.ts";
import { findTexts } from "./find-texts.ts";

test("findTexts() finds every text where it stands, overlapping ones too", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 60 });
  const texts = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 4 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(letters, texts, (whole, wanted) => {
      const found = findTexts(new TextEncoder().encode(whole), wanted);
      const expected = wanted.flatMap((text) => {
        const offsets = Array.from(whole, (_, at) => at).filter((at) => whole.startsWith(text, at));
        return offsets.length === 0 ? [] : [{ text, offsets, count: offsets.length }];
      });
      assert.deepEqual(found, expected);
    }),
  );
});

test("findTexts() keeps the first offsets of what stands everywhere, and counts all", () => {
  const [found] = findTexts(new Uint8Array(100_000).fill(0x2f), ["/"]);
  assert.equal(found?.count, 100_000);
  assert.equal(found.offsets.length, 256);
});

test("findTexts() finds the same with the host's own search", () => {
  const bytes = new TextEncoder().encode("/a/go-build12/b/go-build34");
  assert.deepEqual(findTexts(bytes, ["/go-build", "/a/"], byteFinder), findTexts(bytes, ["/go-build", "/a/"]));
});
