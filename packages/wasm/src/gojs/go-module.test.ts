import { strict as assert } from "node:assert";
import { test } from "node:test";
import { findJspi } from "../blocking/blocker.ts";
import { buildGoTests, problems, QUICK, runGoTests } from "../testing/go-tests.ts";

for (const tests of QUICK) {
  const skip = tests.os === "wasip1" && findJspi() === undefined && "this Node has no JSPI";
  test(`the Go module's package ${tests.name} passes its tests on ${tests.os}`, { skip }, async () => {
    assert.equal(problems(tests, await runGoTests(buildGoTests(tests))), "");
  });
}
