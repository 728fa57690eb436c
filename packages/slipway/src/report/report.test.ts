import assert from "node:assert/strict";
import test from "node:test";
import { SlipwayError } from "../errors.ts";
import type { Event } from "../events.ts";
import type { Finding } from "../findings.ts";
import { errorText } from "./error-text.ts";
import { findingText } from "./finding-text.ts";
import { githubReporter } from "./github.ts";
import { jsonReporter } from "./json.ts";
import { FindingTeller } from "./finding-teller.ts";
import { plainReporter } from "./plain.ts";
import { makeStyle } from "./style.ts";
import { formatTable } from "./table.ts";
import { targetsText } from "./targets-text.ts";
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

test("errorText() prints once what several tasks say in the same words", () => {
  const failed = (message: string): SlipwayError => new SlipwayError("dist-write", message, { hint: "make room" });
  const others = [failed("Cannot write dist"), failed("Cannot write cache"), failed("Cannot write dist")];
  assert.equal(
    errorText(new SlipwayError("dist-write", "3 of 9 tasks failed", { others }), plain),
    [
      "error[dist-write]: 3 of 9 tasks failed",
      "",
      "error[dist-write]: Cannot write dist",
      "  next: make room",
      "",
      "error[dist-write]: Cannot write cache",
      "  next: make room",
    ].join("\n"),
  );
});

test("errorText() prints once what several targets have in common, and apart what one has alone", () => {
  const failed = (target: string, output: string): SlipwayError =>
    new SlipwayError("build-failed", `Cannot build x for ${target}: bad`, { target, output: `# ${target}\n${output}` });
  const others = [failed("linux/amd64/v1", "same"), failed("darwin/arm64", "own"), failed("linux/386", "same")];
  assert.equal(
    errorText(new SlipwayError("build-failed", "3 of 9 tasks failed", { others }), plain),
    [
      "error[build-failed]: 3 of 9 tasks failed",
      "",
      "error[build-failed]: Cannot build x for linux/amd64/v1, linux/386: bad",
      "  | # linux/amd64/v1",
      "  | same",
      "",
      "error[build-failed]: Cannot build x for darwin/arm64: bad",
      "  | # darwin/arm64",
      "  | own",
    ].join("\n"),
  );
});

test("errorText() names what checks refused in one line each when their findings were told, and no other error", () => {
  const refused = new SlipwayError("check-failed", "try a: it crashes", { actual: "a long trace", hint: "mend it" });
  assert.equal(errorText(refused, plain, { findingsTold: true }), "error[check-failed]: try a: it crashes");
  assert.match(errorText(refused, plain), /a long trace/);
  const build = new SlipwayError("build-failed", "Cannot build", { output: "undefined: x" });
  const both = new SlipwayError("tasks-failed", "2 of 9 tasks failed", { others: [refused, build] });
  assert.doesNotMatch(errorText(both, plain, { findingsTold: true }), /a long trace/);
  assert.match(errorText(both, plain, { findingsTold: true }), /undefined: x/);
});

test("FindingTeller holds notices to tell each once with its targets, and tells errors at once", () => {
  const told: Finding[] = [];
  const teller = new FindingTeller((finding) => told.push(finding));
  const find = (finding: Finding): void => teller.add({ type: "finding", finding });
  const skipped = { code: "reproduce-skipped", severity: "notice", message: "no clone", hint: "commit" } as const;
  const broken = { code: "test-failed", severity: "error", message: "it fails", actual: "a trace" } as const;
  find({ ...skipped, code: "planned" });
  teller.add({ type: "task-started", ...BUILD, at: 0 });
  assert.deepEqual(
    told.splice(0).map(({ code }) => code),
    ["planned"],
  );
  for (const target of ["b", "a", "b"]) find({ ...skipped, target });
  find({ ...broken, target: "a" });
  find({ ...broken, target: "b" });
  find({ ...skipped, hint: "another" });
  find({ ...skipped, hint: "another" });
  const { actual: _, ...headline } = broken;
  assert.deepEqual(told.splice(0), [
    { ...broken, target: "a" },
    { ...headline, target: "b" },
  ]);
  teller.add({ type: "run-finished", ok: false, ms: 1 });
  assert.deepEqual(told, [
    { ...skipped, target: "a, b" },
    { ...skipped, hint: "another", message: "no clone (2 times)" },
  ]);
});

test("findingText() names code, target and hint", () => {
  const text = findingText({ code: "x", severity: "notice", message: "m", target: "js/wasm", hint: "h" }, plain);
  assert.equal(text, "notice[x] js/wasm: m\n  next: h");
});

test("findingText() keeps the lines of a longer text below each other", () => {
  const text = findingText(
    {
      code: "x",
      severity: "error",
      message: "m",
      actual: "exit 2, it printed:\none\ntwo",
      hint: "say:\nprove:\n  smoke: []",
    },
    plain,
  );
  assert.equal(
    text,
    [
      "error[x]: m",
      "  actual:   exit 2, it printed:",
      "            one",
      "            two",
      "  next: say:",
      "        prove:",
      "          smoke: []",
    ].join("\n"),
  );
});

test("plainReporter() counts what it tells once for several targets once", () => {
  let text = "";
  const reporter = plainReporter((more) => (text += more), plain);
  const skipped = { code: "smoke-skipped", severity: "notice", message: "not run" } as const;
  for (const target of ["a", "b", "c"]) reporter.emit({ type: "finding", finding: { ...skipped, target } });
  reporter.emit({ type: "finding", finding: { ...skipped, message: "not run, for another reason" } });
  reporter.emit({ type: "run-finished", ok: true, ms: 1 });
  assert.match(text, /^done in 1 ms, 2 notices$/m);
});

test("plainReporter() prints a line a finished task, findings and a closing table", () => {
  assert.equal(
    collect((write) => plainReporter(write, plain)),
    [
      "release hello 1.2.3: 1 target, 2 tasks",
      "[1/2] ok build hello for linux/amd64/v1 1.5 s",
      "[2/2] skipped pack x: build failed",
      "warning[cgo-needed]: package x needs cgo",
      "  next: set CGO_ENABLED=1",
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

test("jsonReporter() rounds times to a tenth of a millisecond, and nothing else", () => {
  let text = "";
  jsonReporter((more) => (text += more)).emit({ type: "run-finished", ok: true, ms: 1.3025719999999978 });
  assert.equal(text, '{"type":"run-finished","ok":true,"ms":1.3}\n');
});

test("targetsText() keeps what signs apart from what would help, since nothing signs yet", () => {
  const lack = (what: string, install: string) => ({ tool: what, for: what, why: "", install });
  const target = { target: "darwin/arm64", build: true, cgo: false, run: [], prove: "all but runs" };
  const text = targetsText([{ ...target, missing: [lack("run", "a CI job"), lack("sign", "get a signer")] }]);
  assert.match(
    text,
    /what would help:\n {2}darwin\/arm64\n {4}to run: a CI job\n\nnot needed yet, since no release signs:\n {2}darwin\/arm64\n {4}to sign: get a signer\n$/,
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
