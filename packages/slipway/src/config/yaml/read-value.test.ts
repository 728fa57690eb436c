import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { SlipwayError } from "../../errors.ts";
import { projectFile, type Raw } from "../schema/project-file.ts";
import { errorLines } from "../testing/error-lines.ts";
import { parseYaml } from "./parse-yaml.ts";
import { MAX_PROBLEMS, readValue } from "./read-value.ts";

function read(text: string): { raw: Raw; problems: string[] } {
  const { value, problems } = readValue(parseYaml("c.yaml", text), projectFile);
  return { raw: value ?? {}, problems: problems.map(errorLines) };
}

const PROBLEMS: readonly [string, string][] = [
  [
    "buidls: []",
    'c.yaml:1:1: config-unknown-key: Unknown key "buidls" at the top of the file\n  buidls: []\n  ^^^^^^\n  hint: Did you mean "builds"?',
  ],
  [
    "partial: { byy: goos, on: 1 }",
    'c.yaml:1:12: config-unknown-key: Unknown key "byy" in partial\n  partial: { byy: goos, on: 1 }\n             ^^^\n  hint: Did you mean "by"?\n' +
      'c.yaml:1:23: config-unknown-key: Unknown key "on" in partial\n  partial: { byy: goos, on: 1 }\n                        ^^\n  hint: Keys here: by',
  ],
  [
    "builds: x",
    'c.yaml:1:9: config-invalid: builds must be a list\n  builds: x\n          ^\n  actual: "x"\n  hint: Write it as a list: [x]',
  ],
  [
    "release: [a]",
    "c.yaml:1:10: config-invalid: release must be a section\n  release: [a]\n           ^^^\n  actual: a list",
  ],
  [
    "dist: {a: b}",
    "c.yaml:1:7: config-invalid: dist must be text\n  dist: {a: b}\n        ^^^^^^\n  actual: a section",
  ],
  [
    "changelog: {abbrev: 1.5}",
    'c.yaml:1:21: config-invalid: changelog.abbrev must be a whole number\n  changelog: {abbrev: 1.5}\n                      ^^^\n  actual: "1.5"',
  ],
  [
    "changelog: {abbrev: x}",
    'c.yaml:1:21: config-invalid: changelog.abbrev must be a number\n  changelog: {abbrev: x}\n                      ^\n  actual: "x"',
  ],
  [
    'release: {draft: "{{ .IsSnapshot }}"}',
    'c.yaml:1:18: config-invalid: release.draft must be true or false\n  release: {draft: "{{ .IsSnapshot }}"}\n                   ^^^^^^^^^^^^^^^^^^^\n  actual: "{{ .IsSnapshot }}"\n  hint: This switch cannot be a template',
  ],
  [
    "source: {format: rar}",
    'c.yaml:1:18: config-invalid: source.format must be one of tar, tgz, tar.gz, zip\n  source: {format: rar}\n                   ^^^\n  actual: "rar"\n  hint: Did you mean "tar"?',
  ],
  [
    "builds:\n  - hooks: {pre: [[a]]}",
    "c.yaml:2:19: config-invalid: builds[0].hooks.pre[0] must be text or a section\n    - hooks: {pre: [[a]]}\n                    ^^^\n  actual: a list",
  ],
  [
    "dist: a\ndist: b",
    'c.yaml:2:1: config-invalid: Key "dist" is there twice at the top of the file\n  dist: b\n  ^^^^\n  hint: It is first on line 1',
  ],
  ["? [a]\n: b", "c.yaml:1:3: config-invalid: A key must be text\n  ? [a]\n    ^^^"],
  [
    "<<: 3",
    'c.yaml:1:5: config-invalid: A merge key (<<) takes a section or a list of sections\n  <<: 3\n      ^\n  actual: "3"',
  ],
];

for (const [text, expected] of PROBLEMS) {
  test(`readValue() points at the fault in ${JSON.stringify(text)}`, () => {
    assert.equal(read(text).problems.join("\n"), expected);
  });
}

test("readValue() tells all problems of a file in its order, up to a bound", () => {
  const { problems } = read("dist: [a]\nfoo1: 1\nproject_name: {}\ndist: b\n");
  assert.deepEqual(
    problems.map((problem) => problem.split(" ")[0]),
    ["c.yaml:1:7:", "c.yaml:2:1:", "c.yaml:3:15:", "c.yaml:4:1:"],
  );
  assert.equal(
    read(Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join("\n")).problems.length,
    MAX_PROBLEMS,
  );
});

test("readValue() tells no more repeated keys than other problems", () => {
  assert.equal(read("dist: a\n".repeat(500)).problems.length, MAX_PROBLEMS);
});

test("readValue() makes scalars and lists equal", () => {
  const { raw, problems } = read(
    "builds:\n  - ldflags: -s -w\n    flags: -trimpath  -v\n    tags: [a b]\n    hooks: {pre: ./x, post: [a, {cmd: b}]}\narchives:\n  - formats: zip\n    files: [a, {src: b}]\n",
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(raw.builds, [
    {
      ldflags: ["-s -w"],
      flags: ["-trimpath", "-v"],
      tags: ["a b"],
      hooks: { pre: [{ cmd: "./x" }], post: [{ cmd: "a" }, { cmd: "b" }] },
    },
  ]);
  assert.deepEqual(raw.archives, [{ formats: ["zip"], files: [{ src: "a" }, { src: "b" }] }]);
});

test("readValue() keeps the spelling of numbers where text is asked for", () => {
  const { raw } = read(
    "project_name: 1.10\ndist: 0755\nbuilds: [{goarm: [6, 07], goarch: [386], skip: true}]\nenv: [yes, 2020-01-01, ~]\n",
  );
  assert.equal(raw.project_name, "1.10");
  assert.equal(raw.dist, "0755");
  assert.deepEqual(raw.builds, [{ goarm: ["6", "07"], goarch: ["386"], skip: "true" }]);
  assert.deepEqual(raw.env, ["yes", "2020-01-01", ""]);
});

test("readValue() reads octal modes and YAML 1.1 switches as GoReleaser does", () => {
  const { raw, problems } = read(
    "archives: [{builds_info: {mode: 0644}}, {builds_info: {mode: 0o644}}]\nreport_sizes: yes\n",
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(raw.archives, [{ builds_info: { mode: 0o644 } }, { builds_info: { mode: 0o644 } }]);
  assert.equal(raw.report_sizes, true);
});

test("readValue() takes a key without a value as not said", () => {
  const { raw, problems } = read("dist:\nbuilds:\n  -\n  - id:\nrelease: ~\n");
  assert.deepEqual(problems, []);
  assert.deepEqual(raw, { builds: [{}, {}] });
});

test("readValue() follows anchors, aliases and merge keys, own keys first", () => {
  const { raw, problems } = read(
    "builds:\n  - &a\n    id: a\n    goos: &os [linux]\n    main: ./a\n  - <<: *a\n    id: b\n  - <<: [{id: c, dir: x}, *a]\n    goos: *os\n",
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(raw.builds, [
    { id: "a", goos: ["linux"], main: "./a" },
    { id: "b", goos: ["linux"], main: "./a" },
    { goos: ["linux"], id: "c", dir: "x", main: "./a" },
  ]);
});

test("readValue() keeps values of other languages as they are, and keys like __proto__ as keys", () => {
  const { raw, problems } = read("variables: {n: 12, f: 1.5, b: true, l: [a, ~], m: {x: y}, __proto__: z}\n");
  assert.deepEqual(problems, []);
  const variables = raw.variables as Record<string, unknown>;
  assert.deepEqual(Object.entries(variables), [
    ["n", 12],
    ["f", 1.5],
    ["b", true],
    ["l", ["a", null]],
    ["m", { x: "y" }],
    ["__proto__", "z"],
  ]);
});

test("readValue() bounds what aliases expand to", () => {
  const lines = ["variables:", "  a0: &a0 [x,x,x,x,x,x,x,x,x,x]"];
  for (let level = 1; level < 12; level += 1)
    lines.push(
      `  a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(",")}]`,
    );
  assert.throws(
    () => read(lines.join("\n")),
    (error) => error instanceof SlipwayError && error.message === "The file has too many values, aliases expanded",
  );
  const merges = ["variables:", "  a0: &a0 {x: 1}"];
  for (let level = 1; level < 40; level += 1)
    merges.push(`  a${level}: &a${level} {<<: [*a${level - 1}, *a${level - 1}]}`);
  assert.throws(
    () => read(merges.join("\n")),
    (error) => error instanceof SlipwayError && error.message === "The file has too many values, aliases expanded",
  );
});

test("readValue() refuses an alias that contains itself", () => {
  assert.throws(
    () => read("variables: &a {b: *a}"),
    (error) => error instanceof SlipwayError && error.message === "This alias stands for something that contains it",
  );
  assert.throws(() => read("variables: &a {<<: *a}"), SlipwayError);
});

test("readValue() reads a file with many repeated keys in linear time", () => {
  const { problems } = read(`variables:\n${Array.from({ length: 40_000 }, (_, index) => `  k${index}: 1\n`).join("")}`);
  assert.deepEqual(problems, []);
});

test("readValue() accepts only what the schema itself accepts", () => {
  const { raw } = read(
    "builds: [{goos: [linux], flags: [-v], overrides: [{goos: linux, goarch: amd64}]}]\nsource: {format: zip}\nrelease: {header: hi}\n",
  );
  const result = v.safeParse(projectFile, raw);
  assert.ok(result.success);
  assert.deepEqual(result.output, raw);
});
