import assert from "node:assert/strict";
import { test } from "node:test";
import { definedOnly } from "./read-facts.ts";

test("definedOnly() drops names without a value, and calls the path of Windows PATH", () => {
  assert.deepEqual(definedOnly({ A: "1", B: undefined, C: "" }), { A: "1", C: "" });
  const windows = { Path: "C:\\go\\bin", A: "1" };
  assert.deepEqual(definedOnly(windows, true), { A: "1", PATH: "C:\\go\\bin" });
  assert.deepEqual(definedOnly({ PATH: "first", Path: "second" }, true), { PATH: "first" });
  assert.deepEqual(definedOnly({ Path: "second", PATH: "first" }, true), { PATH: "first" });
  // Elsewhere this is another variable.
  assert.deepEqual(definedOnly(windows, false), windows);
});
