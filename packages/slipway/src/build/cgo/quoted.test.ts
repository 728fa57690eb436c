import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { joinQuoted, splitQuoted } from "./quoted.ts";

test("splitQuoted() takes words and quotes as Go does", () => {
  assert.deepEqual(splitQuoted(`"/a/my cc/gcc"  -m64 '-D x="1"' a'b c'`), [
    "/a/my cc/gcc",
    "-m64",
    '-D x="1"',
    "a'b",
    "c'",
  ]);
});

test("joinQuoted() is undone by splitQuoted(), unless a word has both quotes", () => {
  const word = fc.string({ maxLength: 8 }).filter((text) => !(text.includes("'") && text.includes('"')));
  fc.assert(fc.property(fc.array(word), (words) => assert.deepEqual(splitQuoted(joinQuoted(words)), words)));
  assert.equal(joinQuoted(["C:\\Program Files\\zig\\zig.exe", "cc"]), "'C:\\Program Files\\zig\\zig.exe' cc");
});
