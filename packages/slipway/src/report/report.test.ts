import assert from "node:assert/strict";
import test from "node:test";
import { SlipwayError } from "../errors.ts";
import type { Event } from "../events.ts";
import { errorText } from "./error-text.ts";
import { findingText } from "./finding-text.ts";
import { githubReporter } from "./github.ts";
import { jsonReporter } from "./json.ts";
import { plainReporter } from "./plain.ts";
import { makeStyle } from "./style.ts";
import { formatTable } from "./table.ts";
import { formatBytes, formatMilliseconds } from "./units.ts";

const plain = makeStyle(false);

const BUILD = {
  task: "go-build:hello:linux_amd64_v1",
  kind: "go-build",
  title: "build hello for linux/amd64/v1",
  target: "linux/amd64/v1",
};

const RUN: readonly Event[] = [
  {
    type: "run-started",
    command: "release",
    project: "hello",
    version: "1.2.3",
    tasks: 2,
    targets: ["linux/amd64/v1"],
  },
  { type: "task-started", ...BUILD, at: 0 },
  { type: "task-output", task: BUILD.task, stream: "stderr", text: "::set-output name=x::y\n" },
  {
    type: "task-finished",
    ...BUILD,
    status: "done",
    level: "made",
    at: 1500,
    ms: 1500,
    outputs: [{ path: "hello_linux_amd64_v1/hello", size: 5_990_000, digest: "00" }],
  },
  {
    type: "finding",
    finding: { code: "cgo-needed", severity: "warning", message: "package x needs cgo", hint: "set CGO_ENABLED=1" },
  },
  {
    type: "task-finished",
    task: "archive:x",
    kind: "archive",
    title: "pack x",
    status: "skipped",
    reason: "build failed",
    at: 1600,
    ms: 0,
    outputs: [],
  },
  { type: "run-finished", ok: false, ms: 1650 },
];

function collect(make: (write: (text: string) => void) => { emit(event: Event): void; close(): void }): string {
  let text = "";
  const reporter = make((more) => (text += more));
  for (const event of RUN) reporter.emit(event);
  reporter.close();
  return text;
}

test("errorText() shows place, caret, expectation, output and next step", () => {
  const error = new SlipwayError("config-unknown-key", 'unknown key "archive"', {
    where: { file: "slipway.yaml", line: 12, column: 3, length: 7, lineText: "  archive:" },
    expected: "one of the keys of the language",
    actual: '"archive"',
    output: "line one\u001b[31m\nline two\n",
    hint: 'did you mean "archives"?',
  });
  assert.equal(
    errorText(error, plain),
    [
      'error[config-unknown-key]: unknown key "archive"',
      "  --> slipway.yaml:12:3",
      "  12 |   archive:",
      "     |   ^^^^^^^",
      "  expected: one of the keys of the language",
      '  actual:   "archive"',
      "  | line one\\x1b[31m",
      "  | line two",
      '  next: did you mean "archives"?',
    ].join("\n"),
  );
});

test("errorText() cuts long output in the middle and prints the other errors", () => {
  const output = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join("\n");
  const other = new SlipwayError("timeout", "second failure");
  const text = errorText(new SlipwayError("timeout", "first failure", { output, others: [other] }), plain);
  assert.match(text, /\| line 19\n {2}\| \.\.\. 960 more lines \.\.\.\n {2}\| line 980\n/);
  assert.match(text, /error\[timeout\]: second failure$/);
});

test("findingText() names code, target and hint", () => {
  const text = findingText({ code: "x", severity: "notice", message: "m", target: "js/wasm", hint: "h" }, plain);
  assert.equal(text, "notice[x] js/wasm: m\n  next: h");
});

test("plainReporter() prints a line a finished task, findings and a closing table", () => {
  assert.equal(
    collect((write) => plainReporter(write, plain)),
    [
      "release hello 1.2.3: 1 target, 2 tasks",
      "[1/2] ok build hello for linux/amd64/v1 1.5 s",
      "warning[cgo-needed]: package x needs cgo",
      "  next: set CGO_ENABLED=1",
      "[2/2] skipped pack x: build failed",
      "",
      "target          files     size   time  came from",
      "all targets         0      0 B   0 ms  skipped",
      "linux/amd64/v1      1  5.99 MB  1.5 s  made",
      "",
      "failed in 1.6 s, 1 warning",
      "",
    ].join("\n"),
  );
});

test("githubReporter() groups what a task printed and defuses commands in it", () => {
  const text = collect((write) => githubReporter(write, plain));
  assert.match(text, /^::group::build hello for linux\/amd64\/v1\n: :set-output name=x::y\n::endgroup::$/m);
  assert.match(text, /^::warning title=cgo-needed::package x needs cgo%0Aset CGO_ENABLED=1$/m);
});

test("jsonReporter() prints each event as one line", () => {
  const lines = collect(jsonReporter).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    RUN,
  );
});

test("formatTable() aligns columns and trims line ends", () => {
  assert.deepEqual(
    formatTable(
      [
        ["a", "1", ""],
        ["bbb", "22", "x"],
      ],
      { right: [1] },
    ),
    ["a     1", "bbb  22  x"],
  );
});

test("formatBytes() and formatMilliseconds() keep three digits", () => {
  assert.deepEqual([0, 999, 1000, 12_345, 5_990_000, 123_456_789].map(formatBytes), [
    "0 B",
    "999 B",
    "1.00 kB",
    "12.3 kB",
    "5.99 MB",
    "123 MB",
  ]);
  assert.deepEqual([0.4, 840, 12_400, 182_000].map(formatMilliseconds), ["0 ms", "840 ms", "12.4 s", "3 min 02 s"]);
});
