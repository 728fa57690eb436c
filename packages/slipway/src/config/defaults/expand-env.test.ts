import assert from "node:assert/strict";
import { test } from "node:test";
import { expandEnv } from "./expand-env.ts";

const ENV = { HOME: "/root", A: "1", "1": "one", "*": "star", "a b": "spaced" };

/** Each checked with Go's own `os.Expand` over the same variables. */
const CASES: readonly [string, string][] = [
  ["plain", "plain"],
  ["$HOME/bin", "/root/bin"],
  ["${HOME}bin", "/rootbin"],
  ["$NOPE-", "-"],
  ["${NOPE}", ""],
  ["$A$A", "11"],
  ["$1x", "onex"],
  ["${1}", "one"],
  ["$*", "star"],
  ["${*}", "star"],
  ["$$A", "A"],
  ["a$", "a$"],
  ["$", "$"],
  ["$.x", "$.x"],
  ["${}x", "x"],
  ["${A", "A"],
  ["${a b}", "spaced"],
  ["${", ""],
  ["é$A", "é1"],
  ["$Aé", "1é"],
  ["{{ .Env.X }}$A", "{{ .Env.X }}1"],
];

for (const [text, expected] of CASES) {
  test(`expandEnv() makes ${JSON.stringify(expected)} of ${JSON.stringify(text)}`, () => {
    assert.equal(expandEnv(text, ENV), expected);
  });
}

test("expandEnv() does not read what objects inherit", () => {
  assert.equal(expandEnv("$constructor", {}), "");
});
