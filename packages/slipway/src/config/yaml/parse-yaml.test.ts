import assert from "node:assert/strict";
import { test } from "node:test";
import { SlipwayError } from "../../errors.ts";
import { errorLines } from "../testing/error-lines.ts";
import { MAX_CONFIG_DEPTH, MAX_CONFIG_LENGTH, parseYaml } from "./parse-yaml.ts";

function refused(text: string): SlipwayError {
  try {
    parseYaml("c.yaml", text);
  } catch (error) {
    assert.ok(error instanceof SlipwayError);
    return error;
  }
  return assert.fail("the text was accepted");
}

const SYNTAX: readonly [string, string][] = [
  ["builds:\n\t- id: x", "c.yaml:2:1: config-syntax: A tab cannot indent; use spaces\n  \t- id: x\n  ^"],
  ["env: [a, b\ndist: x", "c.yaml:2:1: config-syntax: A bracket before this line is not closed\n  dist: x\n  ^"],
  [
    "dist: @x",
    "c.yaml:1:7: config-syntax: Text cannot begin with this character; put it in quotes\n  dist: @x\n        ^",
  ],
  [
    'dist: "\\q"',
    'c.yaml:1:8: config-syntax: This escape is not known in double quotes; use single quotes to keep a backslash\n  dist: "\\q"\n         ^',
  ],
  [
    "env: *nope",
    'c.yaml:1:6: config-syntax: Alias "*nope" has no anchor "&nope" before it\n  env: *nope\n       ^^^^^',
  ],
  [
    "a: &one 1\nb: *two",
    'c.yaml:2:4: config-syntax: Alias "*two" has no anchor "&two" before it\n  b: *two\n     ^^^^\n  hint: Anchors before it: &one',
  ],
];

for (const [text, expected] of SYNTAX) {
  test(`parseYaml() points at the fault in ${JSON.stringify(text)}`, () => {
    assert.equal(errorLines(refused(text)), expected);
  });
}

test("parseYaml() tells all syntax errors together", () => {
  const error = refused("a: @x\nb: @y\nc: 1\n");
  assert.equal(error.details.where?.line, 1);
  assert.deepEqual(
    error.details.others?.map((other) => other.details.where?.line),
    [2],
  );
});

test("parseYaml() refuses a file that is too large", () => {
  const error = refused("# x\n".repeat(MAX_CONFIG_LENGTH / 2));
  assert.equal(error.code, "config-syntax");
  assert.equal(error.message, 'Config file "c.yaml" is too large');
});

test("parseYaml() refuses deep nesting in every form", () => {
  const depth = MAX_CONFIG_DEPTH + 1;
  const forms = [
    "[".repeat(depth) + "]".repeat(depth),
    "{a: ".repeat(depth) + "}".repeat(depth),
    `${"- ".repeat(depth)}x`,
    Array.from({ length: depth + 1 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
    "[".repeat(200_000),
    "? ".repeat(depth),
  ];
  for (const form of forms) assert.equal(refused(form).message, "Sections are nested too deeply");
});

test("parseYaml() reads an empty file and comments as nothing", () => {
  assert.equal(parseYaml("c.yaml", "").root, null);
  assert.equal(parseYaml("c.yaml", "# only this\n").root, null);
});

test("parseYaml() reads a byte order mark and Windows line ends", () => {
  const file = parseYaml("c.yaml", "\uFEFFdist: a\r\nenv: []\r\n");
  assert.ok(file.root);
  assert.equal(file.text.place(8).lineText, "\uFEFFdist: a");
});
