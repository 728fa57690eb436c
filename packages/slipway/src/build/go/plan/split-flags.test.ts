import assert from "node:assert/strict";
import { test } from "node:test";
import { canSplit, splitLdflags } from "./split-flags.ts";

test("splitLdflags takes out -s and -w and nothing else", () => {
  const linux = { os: "linux", arch: "amd64" };
  assert.equal(splitLdflags("-s -w -X main.version=1.2.3", linux), "-X main.version=1.2.3");
  assert.equal(splitLdflags("-X 'main.about=a -s b' -w=true --s", linux), "-X 'main.about=a -s b'");
  assert.equal(splitLdflags("-linkmode=external -w=0", linux), "-linkmode=external -w=0");
  assert.equal(splitLdflags("-s -w", { os: "darwin", arch: "arm64" }), "-compressdwarf=false");
});

test("canSplit knows formats and build modes", () => {
  assert.ok(canSplit({ os: "freebsd", arch: "amd64" }, "pie"));
  assert.ok(canSplit({ os: "darwin", arch: "arm64" }, ""));
  assert.ok(!canSplit({ os: "windows", arch: "amd64" }, ""));
  assert.ok(!canSplit({ os: "js", arch: "wasm" }, ""));
  assert.ok(!canSplit({ os: "linux", arch: "amd64" }, "c-archive"));
});
