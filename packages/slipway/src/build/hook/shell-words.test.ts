import assert from "node:assert/strict";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { splitWords } from "./shell-words.ts";

/** Lines and what go-shellwords v1.0.13 makes of them; `null` is its error. */
const RECORDED: readonly (readonly [string, readonly string[] | null])[] = [
  ["go mod tidy", ["go", "mod", "tidy"]],
  ["sh -c 'echo \"a b\" \u003e c'", ["sh", "-c", 'echo "a b" \u003e c']],
  ["echo a\\ b 'c d' \"e f\"", ["echo", "a b", "c d", "e f"]],
  ["echo \"\" ''", ["echo", "", ""]],
  ["echo a;b", ["echo", "a"]],
  ["a \u0026\u0026 b", ["a"]],
  ["a | b", ["a"]],
  ["a 2\u003efile b", ["a"]],
  ["a2\u003efile", ["a2"]],
  ["x \u003eout", ["x"]],
  ['echo "a\\"b"', ["echo", 'a"b']],
  ["echo 'a\\b'", ["echo", "a\\b"]],
  ["echo a\\nb \\t", ["echo", "a\nb", "\t"]],
  ["echo $(date) x", ["echo", "$(date)", "x"]],
  ["echo `date +%s` y", ["echo", "`date +%s`", "y"]],
  ["(a)", null],
  ["a)", null],
  ["a 'b", null],
  ['a "b', null],
  ["a\\", null],
  ["echo $HOME ${X} *", ["echo", "$HOME", "${X}", "*"]],
  ["  lead  trail  ", ["lead", "trail"]],
  ["", []],
  ['echo a"b c"d', ["echo", "ab cd"]],
  ["a 'it''s'", ["a", "its"]],
  ['echo ünï "ço de"', ["echo", "ünï", "ço de"]],
  ['echo "a;b|c"', ["echo", "a;b|c"]],
  ['echo "$(x y)"', ["echo", "$(x y)"]],
  ["tab\tsep\nnewline", ["tab", "sep", "newline"]],
  ["echo 3\u003ex", ["echo"]],
  ["echo a'b'\"c\"", ["echo", "abc"]],
  ["sh -c \"x 'y z'\"", ["sh", "-c", "x 'y z'"]],
  ['a""', ["a"]],
  ["echo `a 'b`", null],
  ["a $(b 'c d') e", ["a", "$(b 'c d')", "e"]],
];

test("splitWords() agrees with what GoReleaser's splitter was seen to do", () => {
  for (const [line, expected] of RECORDED) {
    if (expected !== null) assert.deepEqual(splitWords(line), expected, line);
    else
      assert.throws(
        () => splitWords(line),
        (error) => error instanceof SlipwayError && error.code === "hook-syntax",
        line,
      );
  }
});
