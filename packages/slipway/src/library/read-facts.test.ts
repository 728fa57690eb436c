import assert from "node:assert/strict";
import { test } from "node:test";
import { definedOnly } from "./read-facts.ts";

test("definedOnly() drops names without a value, and calls the path of Windows PATH", () => {
  assert.deepEqual(definedOnly({ A: "1", B: undefined, C: "" }), { A: "1", C: "" });
  assert.deepEqual(definedOnly({ Path: "C:\\go\\bin", A: "1" }), { A: "1", PATH: "C:\\go\\bin" });
  assert.deepEqual(definedOnly({ Path: "another variable", PATH: "/bin" }), { Path: "another variable", PATH: "/bin" });
});
