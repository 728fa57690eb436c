import assert from "node:assert/strict";
import test from "node:test";
import * as fc from "fast-check";
import { parseTarget } from "./target-parse.ts";
import { targetFields, targetRecord, targetVariables } from "./target-fields.ts";
import { ARCH_WORDS, OS_WORDS } from "./target-words.ts";
import { variantRule } from "./target-variants.ts";
import { formatTarget, formatTargetName, sameTarget } from "./target.ts";

const defaults = { goarm: "6" };
const words = { buildable: [] };

test("targetVariables() sets every variant variable so that none leaks in", () => {
  assert.deepEqual(targetVariables(parseTarget("linux_arm_7,softfloat", defaults, words)), {
    GOOS: "linux",
    GOARCH: "arm",
    GO386: "",
    GOAMD64: "",
    GOARM: "7,softfloat",
    GOARM64: "",
    GOMIPS: "",
    GOMIPS64: "",
    GOPPC64: "",
    GORISCV64: "",
  });
  assert.equal(targetVariables({ os: "linux", arch: "mips64", variant: "softfloat" })["GOMIPS64"], "softfloat");
});

test("targetRecord() has the keys of artifacts.json", () => {
  assert.deepEqual(targetRecord({ os: "linux", arch: "amd64", variant: "v2" }), {
    goos: "linux",
    goarch: "amd64",
    goamd64: "v2",
    target: "linux_amd64_v2",
  });
  assert.deepEqual(targetRecord({ os: "linux", arch: "riscv64", variant: "rva20u64" }), {
    goos: "linux",
    goarch: "riscv64",
    target: "linux_riscv64_rva20u64",
  });
});

test("targetFields() leaves the fields of other families empty", () => {
  const fields = targetFields({ os: "darwin", arch: "arm64", variant: "v8.0" });
  assert.equal(fields["Arm64"], "v8.0");
  assert.equal(fields["Amd64"], "");
  assert.equal(fields["Arm"], "");
});

test("parseTarget() reads back both forms of every target", () => {
  const target = fc
    .record({ os: fc.constantFrom(...OS_WORDS), arch: fc.constantFrom(...ARCH_WORDS) })
    .chain(({ os, arch }) => {
      const rule = variantRule(arch);
      return rule
        ? fc.constantFrom(...rule.words).map((variant) => ({ os, arch, variant }))
        : fc.constant({ os, arch });
    });
  fc.assert(
    fc.property(target, (made) => {
      assert.ok(sameTarget(parseTarget(formatTarget(made), defaults, words), made));
      assert.ok(sameTarget(parseTarget(formatTargetName(made), defaults, words), made));
    }),
  );
});
