import assert from "node:assert/strict";
import { test } from "node:test";
import { singleTarget } from "./single-target.ts";

const host = { os: "linux", arch: "amd64" };

test("singleTarget() takes the platform and its variant from the environment, GoReleaser's own variables first", () => {
  const cases: [Record<string, string>, string][] = [
    [{}, "linux_amd64"],
    [{ GOOS: "windows", GOARCH: "arm64" }, "windows_arm64"],
    [{ GOAMD64: "v3" }, "linux_amd64_v3"],
    [{ GOAMD64: "v1", GGOAMD64: "v3" }, "linux_amd64_v3"],
    [{ GOARCH: "arm", GOARM: "7,softfloat", GOAMD64: "v3" }, "linux_arm_7,softfloat"],
    [{ GOARCH: "386", GO386: "softfloat" }, "linux_386_softfloat"],
    [{ GOOS: "linux", GGOOS: "windows", GGOARCH: "arm64", GOARM64: "v9.0" }, "windows_arm64_v9.0"],
    [{ GOARCH: "mips64", GOMIPS: "softfloat" }, "linux_mips64_softfloat"],
    [{ GOARCH: "mips64", GOMIPS64: "softfloat", GOMIPS: "hardfloat" }, "linux_mips64_softfloat"],
    [{ GOOS: "js", GOARCH: "wasm" }, "js_wasm"],
  ];
  for (const [env, expected] of cases) assert.equal(singleTarget({ env, host }), expected);
});
