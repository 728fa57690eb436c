import assert from "node:assert/strict";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { expandMatrix } from "./matrix.ts";
import type { MatrixConfig } from "./matrix.ts";
import { formatTargetName } from "./target.ts";

const PAIRS =
  "aix/ppc64 darwin/amd64 darwin/arm64 ios/amd64 js/wasm linux/386 linux/amd64 linux/arm linux/arm64 linux/mips64le linux/ppc64le linux/riscv64 openbsd/ppc64 wasip1/wasm windows/386 windows/amd64 windows/arm64".split(
    " ",
  );
const buildable = PAIRS.map((pair) => {
  const [os, arch] = pair.split("/") as [string, string];
  return { os, arch, cgo: true, firstClass: false };
});

function expand(config: MatrixConfig, env: Record<string, string> = {}) {
  return expandMatrix(config, { build: "app", buildable, toolchain: "go1.26.8", env });
}

function names(config: MatrixConfig, env: Record<string, string> = {}): string[] {
  return expand(config, env).targets.map(formatTargetName);
}

test("expandMatrix() of an empty config is the eight common targets in GoReleaser's order", () => {
  assert.deepEqual(names({}), [
    "linux_amd64_v1",
    "linux_arm64_v8.0",
    "linux_386_sse2",
    "darwin_amd64_v1",
    "darwin_arm64_v8.0",
    "windows_amd64_v1",
    "windows_arm64_v8.0",
    "windows_386_sse2",
  ]);
});

test("expandMatrix() tells why each pair is left out", () => {
  const { leftOut } = expand({
    goos: ["darwin", "solaris", "openbsd"],
    goarch: ["386", "sparc", "ppc64"],
    ignore: [{ goos: "linux" }],
  });
  const reasons = new Map(leftOut.map((entry) => [entry.target, entry.reason]));
  assert.equal(reasons.get("darwin/386/sse2"), "go1.26.8 cannot build darwin/386");
  assert.equal(reasons.get("solaris/sparc"), "go1.26.8 cannot build solaris/sparc");
  assert.match(reasons.get("openbsd/ppc64/power8") ?? "", /as GoReleaser's does; name it in builds\.targets/);
  assert.ok(leftOut.every((entry) => entry.build === "app"));
});

test("expandMatrix() multiplies variants and ignores single ones", () => {
  const config: MatrixConfig = {
    goos: ["linux"],
    goarch: ["amd64", "arm", "arm64", "mips64le", "riscv64"],
    goamd64: ["v1", "v3"],
    goarm: ["5", "7,softfloat"],
    goarm64: ["v9.0", "v8.1,lse"],
    gomips: ["softfloat"],
    goriscv64: ["rva23u64"],
    ignore: [
      { goarch: "amd64", goamd64: "v1" },
      { goarm: "5", goos: "linux" },
    ],
  };
  assert.deepEqual(names(config), [
    "linux_amd64_v3",
    "linux_arm_7,softfloat",
    "linux_arm64_v9.0",
    "linux_arm64_v8.1,lse",
    "linux_mips64le_softfloat",
    "linux_riscv64_rva23u64",
  ]);
  assert.deepEqual(
    expand(config).leftOut.map((entry) => [entry.target, entry.reason]),
    [
      ["linux/amd64/v1", "ignored by builds.ignore[0]"],
      ["linux/arm/5", "ignored by builds.ignore[1]"],
    ],
  );
});

test("expandMatrix() completes, sorts and joins listed targets, and says which keys it does not read", () => {
  const matrix = expand({
    goos: ["linux"],
    targets: ["linux_arm", "go_first_class", "js_wasm", "openbsd_ppc64", "linux/arm/7"],
  });
  assert.deepEqual(matrix.targets.map(formatTargetName), [
    "darwin_amd64_v1",
    "darwin_arm64_v8.0",
    "js_wasm",
    "linux_386_sse2",
    "linux_amd64_v1",
    "linux_arm64_v8.0",
    "linux_arm_6",
    "linux_arm_7",
    "openbsd_ppc64_power8",
    "windows_386_sse2",
    "windows_amd64_v1",
  ]);
  assert.deepEqual(
    matrix.findings.map((finding) => finding.code),
    ["matrix-key-unread"],
  );
});

test("expandMatrix() takes GOARM 7 as default under the experiment", () => {
  const env = { GORELEASER_EXPERIMENTAL: "a,defaultgoarm" };
  assert.deepEqual(names({ goos: ["linux"], goarch: ["arm"] }, env), ["linux_arm_7"]);
  assert.deepEqual(names({ targets: ["linux_arm"] }, env), ["linux_arm_7"]);
});

test("expandMatrix() refuses unknown words with a suggestion", () => {
  const cases: readonly [MatrixConfig, RegExp, string][] = [
    [{ goos: ["linus"] }, /operating system "linus"/, 'Did you mean "linux"?'],
    [{ goarch: ["am64"] }, /architecture "am64"/, 'Did you mean "amd64"?'],
    [{ goarch: ["amd64"], goamd64: ["v33"] }, /GOAMD64 value "v33"/, 'Did you mean "v3"?'],
    [{ targets: ["linux_arm_8"] }, /GOARM value "8"/, 'Did you mean "5"?'],
    [{ targets: ["linux"] }, /"linux" is not a target/, ""],
    [{ targets: ["js_wasm_v1"] }, /has no variants/, 'Write the target as "js_wasm"'],
    [{ targets: ["solaris_sparc"] }, /"solaris_sparc" of build "app" cannot be built/, ""],
  ];
  for (const [config, message, hint] of cases) {
    assert.throws(
      () => expand(config),
      (error: unknown) => {
        assert.ok(error instanceof SlipwayError);
        assert.match(error.message, message);
        if (hint) assert.equal(error.details.hint, hint);
        return error.exitCode === 2;
      },
    );
  }
});
