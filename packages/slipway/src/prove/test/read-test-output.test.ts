import assert from "node:assert/strict";
import test from "node:test";
import { readTestOutput } from "./read-test-output.ts";

const OUTPUT = `=== RUN   TestPlus
--- PASS: TestPlus (0.01s)
=== RUN   TestFile
=== RUN   TestFile/one
    file_test.go:12: want 1, got 2
=== RUN   TestFile/two
--- FAIL: TestFile (0.50s)
    --- FAIL: TestFile/one (0.25s)
    --- PASS: TestFile/two (0.00s)
=== RUN   TestLater
    file_test.go:30: not here
--- SKIP: TestLater (0.00s)
FAIL
`;

test("readTestOutput() reads tests, their parts, times and what failing ones said", () => {
  assert.deepEqual(
    readTestOutput(OUTPUT).map(({ name, status, ms, text }) => [name, status, ms, text?.trim()]),
    [
      ["TestPlus", "passed", 10, undefined],
      ["TestFile", "failed", 500, undefined],
      ["TestFile/one", "failed", 250, "file_test.go:12: want 1, got 2"],
      ["TestFile/two", "passed", 0, undefined],
      ["TestLater", "skipped", 0, "file_test.go:30: not here"],
    ],
  );
  assert.deepEqual(readTestOutput(OUTPUT.replaceAll("\n", "\r\n")), readTestOutput(OUTPUT));
});

test("readTestOutput() fails a test that began and did not end", () => {
  const cases = readTestOutput(
    "=== RUN   TestA\n=== PAUSE TestA\n=== CONT  TestA\npanic: oh no\n\ngoroutine 1 [running]:\n",
  );
  assert.deepEqual(
    cases.map(({ name, status }) => [name, status]),
    [["TestA", "failed"]],
  );
  assert.match(cases[0]?.text ?? "", /panic: oh no/);
});
