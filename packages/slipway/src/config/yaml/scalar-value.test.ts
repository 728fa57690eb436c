import assert from "node:assert/strict";
import { test } from "node:test";
import { isScalar, parseDocument } from "yaml";
import { scalarValue } from "./scalar-value.ts";

function valueOf(yaml: string): unknown {
  const node = parseDocument(yaml).contents;
  assert.ok(isScalar(node));
  return scalarValue(node);
}

test("scalarValue() reads numbers as Go's YAML does", () => {
  const numbers: readonly [string, number][] = [
    ["0755", 493],
    ["0o755", 493],
    ["0x1F", 31],
    ["0b101", 5],
    ["-12", -12],
    ["+7", 7],
    ["1_000", 1000],
    ["09", 9],
  ];
  for (const [text, value] of numbers) assert.deepEqual(valueOf(text), { kind: "int", value, text });
  assert.deepEqual(valueOf("1.10"), { kind: "float", value: 1.1, text: "1.10" });
  assert.deepEqual(valueOf("1e3"), { kind: "float", value: 1000, text: "1e3" });
});

test("scalarValue() keeps quoted and tagged scalars text", () => {
  assert.deepEqual(valueOf('"7"'), { kind: "text", text: "7" });
  assert.deepEqual(valueOf("'true'"), { kind: "text", text: "true" });
  assert.deepEqual(valueOf("!!str 7"), { kind: "text", text: "7" });
  assert.deepEqual(valueOf("yes"), { kind: "text", text: "yes" });
  assert.deepEqual(valueOf("1.2.3"), { kind: "text", text: "1.2.3" });
});

test("scalarValue() knows switches and nothing", () => {
  assert.deepEqual(valueOf("True"), { kind: "bool", value: true, text: "True" });
  assert.deepEqual(valueOf("false"), { kind: "bool", value: false, text: "false" });
  assert.deepEqual(valueOf("~"), { kind: "null" });
  assert.deepEqual(valueOf("null"), { kind: "null" });
});
