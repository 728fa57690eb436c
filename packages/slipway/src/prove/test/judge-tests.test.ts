import assert from "node:assert/strict";
import test from "node:test";
import { passed } from "./judge-tests.ts";

const EXIT_1 = { type: "exit", code: 1 } as const;
const SKIPS = { cases: [{ name: "TestA", status: "skipped" }], excused: false, framed: true } as const;

test("passed() refuses an exit code of 1 that no test explains, though a test was skipped", () => {
  assert.equal(passed(EXIT_1, SKIPS), false);
  assert.equal(passed({ type: "exit", code: 0 }, SKIPS), true);
});

test("passed() takes an exit code of 1 for a pass only when failures were excused and no other is left", () => {
  const failed = { name: "TestB", status: "failed" } as const;
  assert.equal(passed(EXIT_1, { ...SKIPS, excused: true }), true);
  assert.equal(passed(EXIT_1, { ...SKIPS, excused: true, cases: [failed] }), false);
  assert.equal(passed({ type: "exit", code: 2 }, { ...SKIPS, excused: true }), false);
});

test("passed() refuses a failed test whatever the exit code, where the output is certain", () => {
  const cases = [{ name: "TestB", status: "failed" }] as const;
  assert.equal(passed({ type: "exit", code: 0 }, { cases, excused: false, framed: true }), false);
  assert.equal(passed({ type: "exit", code: 0 }, { cases, excused: false, framed: false }), true);
});
