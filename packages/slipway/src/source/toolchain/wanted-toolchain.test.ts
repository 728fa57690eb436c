import assert from "node:assert/strict";
import { test } from "node:test";
import { satisfies, wantedToolchain } from "./wanted-toolchain.ts";

function wanted(goVersion: string, toolchain: string | undefined, GOTOOLCHAIN: string) {
  return wantedToolchain({ goVersion, ...(toolchain === undefined ? {} : { toolchain }) }, { GOTOOLCHAIN });
}

test("wantedToolchain() follows the go and toolchain lines", () => {
  assert.equal(wanted("1.26", undefined, "").name, "go1.26.0");
  assert.equal(wanted("1.26.8", undefined, "").name, "go1.26.8");
  assert.equal(wanted("1.20", undefined, "").name, "go1.20");
  assert.equal(wanted("1.26", "go1.26.8", "").name, "go1.26.8");
  assert.equal(wanted("1.26", "go1.26.8", "").because, "the toolchain line of go.mod");
  assert.equal(wanted("1.27.1", "go1.26.8", "").name, "go1.27.1");
  assert.equal(wanted("1.26", "default", "").name, "go1.26.0");
  assert.equal(wantedToolchain(undefined, {}).name, "");
});

test("wantedToolchain() reads GOTOOLCHAIN as Go does", () => {
  assert.equal(wanted("1.26", "go1.30.0", "local").switching, "never");
  assert.equal(wanted("1.26", "go1.30.0", "local").atLeast, "1.26", "the toolchain line is only a suggestion");
  assert.equal(wanted("1.26", undefined, "path").switching, "path");
  const exact = wanted("1.26", undefined, "go1.25.4");
  assert.deepEqual([exact.name, exact.exactly], ["go1.25.4", true]);
  assert.equal(wanted("1.26", undefined, "go1.25.4+auto").name, "go1.26.0");
  assert.equal(wanted("1.26", undefined, "go1.28.4+path").name, "go1.28.4");
  for (const bad of ["latest", "go1.25.4+never", "+auto", "go"])
    assert.throws(() => wanted("1.26", undefined, bad), { code: "usage" }, bad);
});

test("satisfies() compares versions and not text", () => {
  assert.ok(satisfies("go1.26.10", wanted("1.26.9", undefined, "")));
  assert.ok(!satisfies("go1.26.8", wanted("1.26.9", undefined, "")));
  assert.ok(satisfies("go1.27rc1", wanted("1.27", undefined, "")));
  assert.ok(!satisfies("go1.27rc1", wanted("1.27.0", undefined, "")));
  assert.ok(!satisfies("go1.26.8", wanted("1.26", undefined, "go1.25.4")));
  assert.ok(satisfies("go1.27-abcdef0", wanted("1.27", undefined, "")));
  assert.ok(satisfies("go1.20", wantedToolchain(undefined, {})));
});
