import assert from "node:assert/strict";
import test from "node:test";
import { compileFindings } from "./compile-findings.ts";
import type { ProblemReport } from "./portability-report.ts";

const targets = ["linux/amd64", "windows/amd64"].map((name) => ({ name, packages: [], problems: [], api: {} }));
const problem = (part: Partial<ProblemReport>): ProblemReport => ({
  package: "example.com/dep",
  own: false,
  file: "/mod/dep/a.go",
  line: 1,
  column: 1,
  message: "undefined: X",
  targets: ["windows/amd64"],
  ...part,
});
const texts = (problems: readonly ProblemReport[]): string[] =>
  compileFindings(targets, problems).map(
    ({ code, message, hint, targets: on }) => `${code} ${message} [${on.join(" ")}] ${hint ?? ""}`,
  );

test("compileFindings() tells once of a dependency that does not compile, on all targets that it stops", () => {
  const found = texts([problem({}), problem({ line: 2, message: "undefined: Y", targets: ["linux/amd64"] })]);
  assert.deepEqual(found, [
    "portability-compile example.com/dep: undefined: X (and 1 more of this) [linux/amd64 windows/amd64] it compiles on no target: mend it first",
  ]);
});

test("compileFindings() tells of every name that the project's own packages lack, once each", () => {
  const message = "a.Y undefined (type *T has no field or method Y)";
  assert.equal(texts([problem({ own: true }), problem({ own: true, line: 2, message })]).length, 2);
  assert.deepEqual(texts([problem({ own: true }), problem({ own: true, line: 2 })]), [
    "portability-compile undefined: X (and 1 more of this) [windows/amd64] put what needs this system in a file with a build constraint, and give the other targets another one",
  ]);
});

test("compileFindings() tells once of all that stands in the same files for other systems, and names these", () => {
  const out = ["a_linux.go"];
  const found = texts([problem({ own: true, out }), problem({ own: true, line: 2, message: "undefined: Y", out })]);
  assert.deepEqual(found, [
    "portability-compile undefined: X (and 1 more of this) [windows/amd64] a_linux.go of the package that lacks it have it and are not for windows/amd64: give these targets a file of their own, or keep what needs it from them with a build constraint",
  ]);
});

test("compileFindings() tells nothing of what a target has no use for", () => {
  assert.deepEqual(texts([problem({ own: true, idle: true })]), []);
});

test("compileFindings() tells once of a module that cannot be fetched, and to get it", () => {
  const message =
    "example.com/far@v1.0.0: reading https://proxy.test/far.zip: 403 Forbidden\n\tserver response: not available";
  const places = [1, 2, 3].map((line) => problem({ own: true, import: true, line, message }));
  assert.deepEqual(texts(places), [
    "portability-compile example.com/far@v1.0.0: reading https://proxy.test/far.zip: 403 Forbidden (and 2 more of this) [windows/amd64] get the module first: go mod download",
  ]);
});
