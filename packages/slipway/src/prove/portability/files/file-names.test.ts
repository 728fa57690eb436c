import assert from "node:assert/strict";
import test from "node:test";
import { fileFindings } from "./file-findings.ts";
import { nameProblems } from "./file-names.ts";
import { plainTarget } from "../portability-targets.ts";

const names = (...files: readonly string[]): string[] => nameProblems(files).map(({ actual }) => actual);

test("nameProblems() finds what Windows refuses, in any part of a path", () => {
  const bad = [
    "aux.go",
    "docs/CON/a.txt",
    "a/nul",
    "com1.txt",
    "what?.md",
    "a:b",
    "dir./x",
    "x ",
    "tab\t.go",
    "back\\slash",
  ];
  assert.equal(nameProblems(bad).length, bad.length);
  assert.deepEqual(names("auxiliary.go", "console/x", "null.go", "com10.txt", ".gitignore", "a..b", "lpt.go"), []);
});

test("nameProblems() finds names and folders that differ in case only, once", () => {
  assert.deepEqual(names("Readme.md", "README.md", "a/x.go", "A/y.go", "A/z.go"), ["README.md", "A"]);
  assert.deepEqual(names("\u00e9.txt", "e\u0301.txt"), ["e\u0301.txt"]);
  assert.deepEqual(names("a/x.go", "b/X.go", "a/y.go"), []);
});

const targets = ["linux", "windows"].map((os) => plainTarget({ os, arch: "amd64" }));
const find = (files: Readonly<Record<string, string>>, embeds: readonly string[] = [], dir = ".") =>
  fileFindings(
    Object.keys(files),
    [
      {
        name: "linux/amd64",
        api: {},
        problems: [],
        packages: [{ path: "m", name: "m", dir, files: ["a.go"], embeds }],
      },
    ],
    targets,
    { text: (file) => files[file] },
  ).map(({ code, severity, where, targets: on }) => [code, severity, where?.file, on.join(" ")]);

test("fileFindings() finds scripts whose first line ends in a carriage return, outside of testdata", () => {
  const bad = "#!/bin/sh\r\necho\r\n";
  assert.deepEqual(
    find({ "run.sh": bad, "testdata/run.sh": bad, "ok.sh": "#!/bin/sh\necho\r\n", "run.bat": "@echo\r\n" }),
    [["portability-crlf", "warning", "run.sh", "linux/amd64"]],
  );
});

test("fileFindings() tells once of embedded text whose line ends git may turn", () => {
  const files = { "page.html": "<p>\n", "logo.png": "\0\n", "b.txt": "x\n" };
  assert.deepEqual(find(files, ["logo.png", "page.html", "b.txt"]), [
    ["portability-crlf", "notice", "b.txt", "linux/amd64 windows/amd64"],
  ]);
  assert.deepEqual(find({ ...files, ".gitattributes": "* text=auto eol=lf\n" }, ["page.html"]), []);
  assert.deepEqual(find(files, ["logo.png"]), []);
  assert.deepEqual(find({ "tests/page.html": "<p>\n" }, ["page.html"], "tests"), []);
});
