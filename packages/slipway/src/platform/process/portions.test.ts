import assert from "node:assert/strict";
import { test } from "node:test";
import { portionsOf } from "./portions.ts";

test("portionsOf() keeps order and loses no word, within the words and characters of a command line", () => {
  assert.deepEqual(portionsOf([]), []);
  assert.deepEqual(portionsOf(["a", "b"]), [["a", "b"]]);
  for (const length of [1, 60, 150, 3000]) {
    const words = Array.from({ length: 1000 }, (_, at) => String(at).padStart(length, "p"));
    const portions = portionsOf(words);
    assert.deepEqual(portions.flat(), words);
    for (const portion of portions) {
      assert.ok(portion.length <= 200);
      assert.ok(portion.join(" ").length <= 20_000);
    }
  }
});

test("portionsOf() leaves a word that is too long by itself", () => {
  const long = "x".repeat(50_000);
  assert.deepEqual(portionsOf(["a", long, "b"]), [["a"], [long], ["b"]]);
});
