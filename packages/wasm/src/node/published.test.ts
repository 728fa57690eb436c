import { strict as assert } from "node:assert";
import { test } from "node:test";
import type * as declared from "../../node.d.ts";
import * as real from "./index.ts";

// The type checker compares both here: a declaration that the sources do not keep is an error of `npm run check`.
const published: typeof declared = real;

test("node.d.ts declares functions that are there", () => {
  for (const name of ["parseMount", "runInNode", "runInBrowser", "openChromium", "kindOf", "ProgramError"] as const) {
    assert.equal(typeof published[name], "function", name);
  }
});
