import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import * as fc from "fast-check";
import { GoTemplates } from "./testing/go-templates.ts";
import type { Outcome } from "./testing/go-templates.ts";
import { regexpArbitrary } from "./testing/regexp-arbitrary.ts";
import { templateArbitrary } from "./testing/template-arbitrary.ts";
import { fromBytes } from "./text/byte-string.ts";

interface Row {
  readonly template: string;
  readonly output?: string;
  readonly error?: string;
}

const rows = JSON.parse(readFileSync(path.join(import.meta.dirname, "testdata/templates.json"), "utf8")) as Row[];
let go: GoTemplates;

before(() => {
  go = new GoTemplates();
});

after(() => {
  go.close();
});

function readable(outcome: Outcome): Omit<Row, "template"> {
  return "output" in outcome ? { output: fromBytes(outcome.output) } : { error: fromBytes(outcome.error) };
}

function disagreements(expected: readonly Outcome[], templates: readonly string[]): unknown[] {
  return templates.flatMap((template, index) => {
    const ours = go.actual(template);
    const theirs = expected[index];
    return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ template, ours, theirs }];
  });
}

test("the table of templates has what Go gives", () => {
  const expected = go.expected(rows.map(({ template }) => template));
  assert.ok(rows.length >= 400);
  for (const [index, { template, ...recorded }] of rows.entries()) {
    assert.deepEqual(recorded, readable(expected[index] ?? { output: "" }), template);
  }
});

test("execute() gives what the table has, messages with line and column included", () => {
  for (const { template, ...expected } of rows) {
    assert.deepEqual(readable(go.actual(template)), expected, template);
  }
});

test("execute() agrees with Go on 5,000 generated templates, in output and in messages", () => {
  const templates = fc.sample(templateArbitrary, { seed: 20261123, numRuns: 5000 });
  const expected = go.expected(templates);
  assert.deepEqual(disagreements(expected, templates), []);
  const fine = expected.filter((outcome) => "output" in outcome).length;
  assert.ok(fine > 1500 && fine < 4500, `${fine} of 5,000 templates are right`);
});

test("execute() agrees with Go on templates cut off and with bytes taken out", () => {
  const templates = fc.sample(
    fc.tuple(templateArbitrary, fc.nat(), fc.nat(5)).map(([text, at, length]) => {
      const from = at % (text.length + 1);
      return length === 0 ? text.slice(0, from) : text.slice(0, from) + text.slice(from + length);
    }),
    { seed: 7, numRuns: 2000 },
  );
  const expected = go.expected(templates.map((text) => text.toWellFormed()));
  assert.deepEqual(
    disagreements(
      expected,
      templates.map((text) => text.toWellFormed()),
    ),
    [],
  );
});

test("GoRegexp agrees with Go on 2,000 generated expressions, in matches, groups and messages", () => {
  const templates = fc.sample(regexpArbitrary, { seed: 3, numRuns: 2000 });
  assert.deepEqual(disagreements(go.expected(templates), templates), []);
});
