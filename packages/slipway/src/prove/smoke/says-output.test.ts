import assert from "node:assert/strict";
import test from "node:test";
import { saysOutput } from "./says-output.ts";

test("saysOutput() finds a version as programs print it", () => {
  for (const printed of [
    "1.2.0",
    "prog v1.2.0\n",
    "prog version 1.2.0.",
    "prog-1.2.0 (linux/amd64)",
    "1.1.0, was 1.2.0",
  ])
    assert.ok(saysOutput(printed, "1.2.0"), printed);
  assert.ok(saysOutput("prog 1.2.0-SNAPSHOT-abc1234, built by hand", "1.2.0-SNAPSHOT-abc1234"));
});

test("saysOutput() takes no other version for the one that is wanted", () => {
  for (const printed of ["11.2.0", "1.2.01", "1.2.0.1", "0.1.2.0", "1x2y0", "dev", ""])
    assert.equal(saysOutput(printed, "1.2.0"), false, printed);
});

test("saysOutput() takes anything else for a text, then for a pattern", () => {
  assert.ok(saysOutput("json.a[0] = 1;", "json.a[0] = 1;"));
  assert.ok(saysOutput("built 2026-11-27", "built \\d{4}-\\d\\d"));
  assert.equal(saysOutput("built today", "built \\d{4}"), false);
});
