import assert from "node:assert/strict";
import test from "node:test";
import { TestOutputReader, readTestOutput } from "./read-test-output.ts";

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

// As go1.26 prints it with -test.v=test2json; `^` is the mark.
const FRAMED = `^=== RUN   TestA
hello^=== RUN   TestA/sub_one
in sub^=== NAME  TestA/sub_one
    a_test.go:3: logged
^--- PASS: TestA/sub_one (0.00s)
^--- PASS: TestA (0.01s)
^=== RUN   TestB
--- FAIL: TestFake (0.00s)
=== RUN   TestGhost
    b_test.go:4: bad
at the end^--- FAIL: TestB (0.02s)
^=== RUN   TestC
^=== ATTR  TestC key value
^--- SKIP: TestC (0.00s)
^FAIL
`.replaceAll("^", "\u0016");

test("readTestOutput() trusts marked lines alone when the output is framed", () => {
  assert.deepEqual(
    readTestOutput(FRAMED, { framed: true }).map(({ name, status, text }) => [name, status, text]),
    [
      ["TestA/sub_one", "passed", undefined],
      ["TestA", "passed", undefined],
      ["TestB", "failed", "--- FAIL: TestFake (0.00s)\n=== RUN   TestGhost\n    b_test.go:4: bad\nat the end"],
      ["TestC", "skipped", undefined],
    ],
  );
});

test("TestOutputReader takes the same from any pieces, and loses no test behind any amount of output", () => {
  const text = FRAMED.replace("hello", "x".repeat(700_000));
  for (const size of [1, 7, 1000, 100_000]) {
    const reader = new TestOutputReader({ framed: true });
    const input = size < 1000 ? FRAMED : text;
    for (let at = 0; at < input.length; at += size) reader.push(input.slice(at, at + size));
    assert.deepEqual(reader.end(), readTestOutput(FRAMED, { framed: true }), `pieces of ${size}`);
    assert.ok(reader.tail().endsWith("at the end\n"));
  }
});
