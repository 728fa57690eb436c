import assert from "node:assert/strict";
import { test } from "node:test";
import { constraintFits, fileNameFits } from "./build-constraint.ts";
import { readGoFileHead } from "./go-file-head.ts";

const world = (os: string, arch: string, tags: string[] = []) => ({
  os,
  arch,
  tags: new Set(tags),
  open: new Set(["cgo"]),
  goMinor: 26,
});

test("fileNameFits() reads endings as go/build does", () => {
  const fits = (name: string, os: string, arch: string) => fileNameFits(name, { os, arch });
  assert.ok(fits("main.go", "linux", "amd64"));
  assert.ok(!fits("main_windows.go", "linux", "amd64"));
  assert.ok(fits("main_linux_arm64.go", "linux", "arm64"));
  assert.ok(!fits("main_linux_arm64.go", "linux", "amd64"));
  assert.ok(fits("main_linux.go", "android", "arm64"));
  assert.ok(fits("main_darwin.go", "ios", "arm64"));
  assert.ok(fits("main_solaris.go", "illumos", "amd64"));
  assert.ok(fits("linux.go", "windows", "amd64"), "a name without _ has no ending");
  assert.ok(fits("main_unix.go", "windows", "amd64"), "unix is no ending");
  assert.ok(!fits("main_windows_test.go", "linux", "amd64"));
  assert.ok(fits("main_wasm.go", "js", "wasm"));
  assert.ok(!fits("x_freebsd.tmpl.go", "linux", "amd64"), "the name ends at its first dot");
});

test("constraintFits() evaluates expressions", () => {
  const fits = (expression: string, os = "linux", arch = "amd64", tags: string[] = []) =>
    constraintFits(expression, world(os, arch, tags));
  assert.ok(fits("linux && amd64"));
  assert.ok(fits("(linux || darwin) && !windows"));
  assert.ok(!fits("ignore"));
  assert.ok(fits("integration", "linux", "amd64", ["integration"]));
  assert.ok(fits("unix") && !fits("unix", "windows"));
  assert.ok(fits("go1.26") && !fits("go1.27") && !fits("!go1.20"));
  assert.ok(fits("cgo") && fits("!cgo"), "cgo may be on or off");
  assert.ok(!fits("cgo && windows") && fits("!(cgo && windows)"));
  assert.ok(fits("gc") && !fits("gccgo"));
  assert.ok(fits("linux", "android") && fits("js && wasm", "js", "wasm"));
  for (const bad of ["", "linux &&", "(linux", "linux)", "linux darwin", "a & b", "!"]) assert.ok(!fits(bad), bad);
});

test("readGoFileHead() finds the package clause behind comments", () => {
  assert.deepEqual(readGoFileHead("// a\n\n//go:build linux\n\n/* x\npackage y */\npackage main // z\n"), {
    packageName: "main",
    constraint: "linux",
  });
  assert.deepEqual(readGoFileHead("\uFEFFpackage  main"), { packageName: "main" });
  assert.deepEqual(readGoFileHead("// +build linux,386 darwin\n// +build cgo\n\npackage x\n"), {
    packageName: "x",
    constraint: "(linux && 386 || darwin) && (cgo)",
  });
  assert.deepEqual(readGoFileHead("//go:build a\n// +build b\n\npackage x\n")?.constraint, "a");
  assert.equal(readGoFileHead("// only a comment"), undefined);
  assert.equal(readGoFileHead("packagemain\n"), undefined);
  assert.equal(readGoFileHead("/* open"), undefined);
});
