import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { SlipwayError } from "../../errors.ts";
import { parseGoMod } from "./go-mod.ts";
import { parseGoWork } from "./go-work.ts";

const read = (text: string) => parseGoMod(text, "go.mod");

test("parseGoMod() reads lines, blocks, comments and quotes", () => {
  const mod = read(`// Deprecated: no
module "example.test/a" // main

go 1.26.8
toolchain go1.27.0

require (
\texample.test/x v1.0.0 // indirect
\texample.test/y v1.0.0
)
replace example.test/x v1.0.0 => ../x
replace (
\texample.test/y => example.test/z v1.2.3
\texample.test/w => \`./with space\`
\texample.test/v=>/abs
)
exclude example.test/x v1.1.0
retract [v1.0.0, v1.1.0]
retract (
\tv1.2.0 // bad
\t[v1.3.0, v1.4.0]
)
ignore ./node_modules
ignore (
\tstatic
)
tool example.test/x/cmd
godebug default=go1.21
`);
  assert.deepEqual(mod, {
    module: "example.test/a",
    go: "1.26.8",
    toolchain: "go1.27.0",
    localReplaces: [
      { path: "example.test/x", dir: "../x" },
      { path: "example.test/w", dir: "./with space" },
      { path: "example.test/v", dir: "/abs" },
    ],
    ignore: ["./node_modules", "static"],
  });
});

test("parseGoMod() gives Go's default version and reads CRLF", () => {
  assert.equal(read("module x\r\n").go, "1.16");
  assert.equal(read("module x\r\ngo 1.21\r\n").go, "1.21");
  assert.equal(read("module (\n\tx\n)\n").module, "x");
});

test("parseGoMod() points at what it cannot read", () => {
  const broken: readonly (readonly [string, number, RegExp])[] = [
    ["go 1.21\n", 1, /no module line/],
    ["module a\nmodule b\n", 2, /second module line/],
    ["module a\ngo v1.21\n", 2, /is not a Go version/],
    ["module a\ngo 1.21\ngo 1.22\n", 3, /second go line/],
    ["module a\ntoolchain 1.21\n", 2, /is not a name such as/],
    ["module a\n\nrequire (\n  x v1\n", 5, /never closed/],
    ["module a\nreplace x\n", 2, /replace line/],
    ["module a\nreplace x => \n", 2, /replace line/],
    ['module "a\n', 1, /never ends/],
    ["module a\nrequire ( x v1 )\n", 2, /parenthesis/],
  ];
  for (const [text, line, message] of broken) {
    assert.throws(
      () => read(text),
      (error: SlipwayError) => {
        assert.equal(error.code, "go-mod-invalid");
        assert.equal(error.details.where?.line, line, text);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test("parseGoMod() never throws anything but its own error", () => {
  const piece = fc.constantFrom(
    "module",
    "go",
    "replace",
    "=>",
    "(",
    ")",
    "\n",
    " ",
    '"',
    "`",
    "//",
    "1.21",
    "./a",
    ",",
    "[",
    "é",
    "\r\n",
    "ignore",
    "toolchain",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      try {
        const mod = read(pieces.join(""));
        assert.equal(typeof mod.module, "string");
      } catch (error) {
        assert.ok(error instanceof SlipwayError && error.code === "go-mod-invalid", String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

test("parseGoWork() reads use lines in order", () => {
  assert.deepEqual(
    parseGoWork("go 1.26\n\ntoolchain go1.27.0\nuse .\nuse (\n\t./b // c\n\t../c\n)\nreplace x => ./x\n", "go.work"),
    {
      go: "1.26",
      toolchain: "go1.27.0",
      use: [".", "./b", "../c"],
    },
  );
  assert.throws(() => parseGoWork("use\n", "go.work"), { code: "go-mod-invalid" });
});
