import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { compareSemver, parseSemver } from "./semver.ts";

test("parseSemver() reads what GoReleaser reads", () => {
  assert.deepEqual(parseSemver("v1.2.3-rc.1+build.5"), {
    major: 1n,
    minor: 2n,
    patch: 3n,
    prerelease: "rc.1",
    build: "build.5",
  });
  assert.deepEqual(parseSemver("3"), { major: 3n, minor: 0n, patch: 0n, prerelease: "", build: "" });
  assert.equal(parseSemver("v01.02.03")?.minor, 2n);
  assert.equal(parseSemver("18446744073709551615.0.0")?.major, 18446744073709551615n);
  for (const bad of [
    "",
    "v",
    "V1.2.3",
    "1.2.3.4",
    "1.2.3-",
    "1.2.3-01",
    "1.2.3-a..b",
    "1.2.3+",
    "18446744073709551616.0.0",
    "1.2.3 ",
    `1.2.3-${"a".repeat(300)}`,
  ]) {
    assert.equal(parseSemver(bad), undefined, bad);
  }
});

test("compareSemver() orders as semver section 11", () => {
  const ordered = [
    "0.9.9",
    "1.0.0-1",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.10.0",
    "2.0.0",
  ].map((text) => parseSemver(text));
  for (const [a, left] of ordered.entries()) {
    for (const [b, right] of ordered.entries()) {
      assert.ok(left && right);
      assert.equal(Math.sign(compareSemver(left, right)), Math.sign(a - b));
    }
  }
});

test("parseSemver() reads back what it reads", () => {
  const number = fc.bigInt({ min: 0n, max: 1n << 63n });
  const prerelease = fc.stringMatching(/^(?:[a-z][a-z0-9-]{0,5}(?:\.(?:0|[1-9][0-9]{0,3}))?)?$/);
  fc.assert(
    fc.property(number, number, number, prerelease, (major, minor, patch, pre) => {
      const text = `v${major}.${minor}.${patch}${pre === "" ? "" : `-${pre}`}`;
      assert.deepEqual(parseSemver(text), { major, minor, patch, prerelease: pre, build: "" });
    }),
  );
});
