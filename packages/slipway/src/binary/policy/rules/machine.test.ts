import assert from "node:assert/strict";
import { test } from "node:test";
import { buildProbe } from "../../testing/go-files.ts";
import { judged, patched } from "../../testing/judged.ts";
import { layoutFat, readThinCpu } from "../../fat/write-fat.ts";

for (const [target, other] of [
  ["linux/amd64", "arm64"],
  ["windows/amd64", "arm64"],
  ["darwin/arm64", "amd64"],
  ["js/wasm", "amd64"],
] as const) {
  test(`wrong-machine is found in a program for ${target} that is called another's`, () => {
    const { bytes } = buildProbe(target);
    const [os = "", arch = ""] = target.split("/");
    assert.deepEqual(judged(bytes, { promised: { os, arch: other } }), ["error wrong-machine"]);
    assert.deepEqual(judged(bytes, { promised: { os, arch } }), []);
  });
}

test("wrong-machine is found by the system, in the header or the build settings", () => {
  const { bytes } = buildProbe("js/wasm");
  assert.ok(judged(bytes, { promised: { os: "wasip1", arch: "wasm" } }).includes("error wrong-machine"));
  assert.deepEqual(judged(buildProbe("linux/amd64").bytes, { promised: { os: "plan9", arch: "amd64" } }), [
    "error wrong-machine",
  ]);
});

test("wrong-machine is found by the ABI in e_flags", () => {
  const { bytes } = buildProbe("linux/arm");
  const old = patched(bytes, (view) => view.setUint32(36, 0x04000000, true));
  assert.deepEqual(judged(old, { promised: { os: "linux", arch: "arm" } }), ["error wrong-machine"]);
  assert.deepEqual(judged(bytes, { promised: { os: "linux", arch: "arm" } }), []);
});

test("wrong-variant is found in a program of another GOAMD64", () => {
  const promised = { os: "linux", arch: "amd64", variant: "v1" };
  assert.deepEqual(judged(buildProbe("linux/amd64", { env: { GOAMD64: "v3" } }).bytes, { promised }), [
    "error wrong-variant",
  ]);
  assert.deepEqual(judged(buildProbe("linux/amd64", { env: { GOAMD64: "v1" } }).bytes, { promised }), []);
});

/** Both darwin probes in one file. */
function universal(): Uint8Array {
  const parts = ["darwin/amd64", "darwin/arm64"].map((target) => buildProbe(target).bytes);
  const layout = layoutFat(parts.map((bytes) => ({ ...readThinCpu(bytes)!, size: bytes.length })));
  const whole = new Uint8Array(layout.size);
  whole.set(layout.head);
  for (const [index, bytes] of parts.entries()) whole.set(bytes, layout.parts[index]!.offset);
  return whole;
}

test("foreign-slice is found where a slice was not meant, or one is missing", () => {
  const both = { os: "darwin", arch: "all", arches: ["amd64", "arm64"] };
  assert.deepEqual(judged(universal(), { promised: both }), []);
  assert.deepEqual(judged(universal(), { promised: { ...both, arches: ["arm64"] } }), ["error foreign-slice"]);
  assert.deepEqual(judged(universal(), { promised: both, limits: { arm64Only: true } }), ["error foreign-slice"]);
  assert.deepEqual(judged(universal(), { promised: { ...both, arches: ["amd64", "arm64", "386"] } }), [
    "error foreign-slice",
  ]);
  const alone = { limits: { arm64Only: true } };
  assert.deepEqual(judged(buildProbe("darwin/amd64").bytes, alone), ["error foreign-slice"]);
  assert.deepEqual(judged(buildProbe("darwin/arm64").bytes, alone), []);
});

test("wrong-version is found in a variable that is called version", () => {
  const { bytes } = buildProbe("linux/amd64");
  assert.deepEqual(judged(bytes, { promised: { version: "1.2.4" } }), ["warning wrong-version"]);
  assert.deepEqual(judged(bytes, { promised: { version: "1.2.3" } }), []);
  assert.deepEqual(judged(bytes, { promised: { version: "1.2.4-SNAPSHOT-abc", tag: "v1.2.3" } }), []);
});
