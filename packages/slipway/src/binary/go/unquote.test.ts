import assert from "node:assert/strict";
import test from "node:test";
import { unquotePrefix } from "./unquote.ts";

test("unquotePrefix reads both kinds of Go string literals and says how long they are", () => {
  assert.deepEqual(unquotePrefix('"a b"=rest'), { value: "a b", length: 5 });
  assert.deepEqual(unquotePrefix("`raw \\n`x"), { value: "raw \\n", length: 8 });
  assert.deepEqual(unquotePrefix('"\\t\\"\\x41\\u00e9\\U0001F600\\101"'), { value: '\t"Aé😀A', length: 30 });
  assert.deepEqual(unquotePrefix('"\\xc3\\xa9"'), { value: "é", length: 10 });
});

test("unquotePrefix refuses what is no literal", () => {
  for (const text of ["plain", '"open', '"bad \\q"', '"line\n"', '"\\U00110000"']) {
    assert.equal(unquotePrefix(text), undefined, text);
  }
});
