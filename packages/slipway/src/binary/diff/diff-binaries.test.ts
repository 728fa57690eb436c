import assert from "node:assert/strict";
import test from "node:test";
import { signAdHoc } from "../macho/sign-ad-hoc.ts";
import { withPeChecksum } from "../pe/pe-checksum.ts";
import { buildProbe } from "../testing/go-files.ts";
import type { ProbeOptions } from "../testing/go-files.ts";
import { diffBinaries } from "./diff-binaries.ts";

const base = buildProbe("linux/amd64").bytes;

function causes(a: Uint8Array, b: Uint8Array): readonly (readonly [string, string])[] {
  return diffBinaries(a, b).causes.map(({ code, subject }) => [code, subject]);
}

function against(options: ProbeOptions): readonly (readonly [string, string])[] {
  return causes(base, buildProbe("linux/amd64", options).bytes);
}

test("diffBinaries finds equal files the same", () => {
  assert.deepEqual(diffBinaries(base, base.slice()), { same: true, causes: [], residual: [] });
});

test("diffBinaries names a changed -X variable with both values and where they are", () => {
  const variables = "-X main.version=v1.2.4 -X 'main.date=2026-01-02 03:04'";
  const { bytes } = buildProbe("linux/amd64", { variables });
  const { causes: found } = diffBinaries(base, bytes);
  assert.deepEqual(
    found.map(({ code, message }) => [code, message]),
    [["variable", 'main.version: "v1.2.3" → "v1.2.4"']],
  );
  assert.equal(new TextDecoder().decode(bytes.subarray(found[0]!.offsetB, found[0]!.offsetB! + 6)), "v1.2.4");
});

test("diffBinaries names the text of a changed variable in a stripped program, and that it is a time", () => {
  const variables = "-X main.version=v1.2.3 -X 'main.date=2026-01-02 03:05'";
  for (const target of ["linux/amd64", "darwin/arm64", "windows/386", "js/wasm"]) {
    const one = buildProbe(target, { ldflags: "-s -w" }).bytes;
    const other = buildProbe(target, { ldflags: "-s -w", variables }).bytes;
    const found = diffBinaries(one, other).causes;
    assert.deepEqual(
      found.map(({ code, a, b, hint }) => [code, a, b, hint]),
      [["variable", "2026-01-02 03:04", "2026-01-02 03:05", "a clock was read: take the time of the commit instead"]],
      target,
    );
  }
});

test("diffBinaries names a stripped symbol table first and nothing that follows from it", () => {
  assert.deepEqual(against({ ldflags: "-s -w" }).slice(0, 2), [
    ["post-link", "symbol table"],
    ["post-link", "debug information"],
  ]);
});

test("diffBinaries names a changed, an added and a removed embedded file", () => {
  assert.deepEqual(against({ files: { "assets/hello.txt": "embedded hallo\n" } }), [
    ["embedded-file", "assets/hello.txt"],
  ]);
  assert.deepEqual(against({ files: { "assets/new.txt": "x" } }), [["embedded-file", "assets/new.txt"]]);
});

test("diffBinaries names a module of another version, and not its functions", () => {
  const files = {
    "go.mod":
      "module example.com/probe\n\ngo 1.24\n\nrequire example.com/dep v1.5.0\n\nreplace example.com/dep => ./dep\n",
    "dep/dep.go": 'package dep\n\n//go:noinline\nfunc Name() string { return "dep" + "two" }\n',
  };
  assert.deepEqual(against({ files }), [["module", "example.com/dep"]]);
});

test("diffBinaries names the function whose body was edited", () => {
  const files = {
    "dep/dep.go": 'package dep\n\nvar n int\n\n//go:noinline\nfunc Name() string { n++; n *= 3; return "dep" }\n',
  };
  assert.ok(against({ files }).some(([code, subject]) => code === "function" && subject === "example.com/dep.Name"));
});

test("diffBinaries names a target and a flag", () => {
  assert.deepEqual(against({ flags: ["-tags=extra"] }), [["flag", "-tags"]]);
  assert.deepEqual(causes(base, buildProbe("linux/s390x").bytes).slice(0, 1), [["target", "target"]]);
});

test("diffBinaries names the folders that a build without -trimpath leaves", () => {
  const found = against({ trimpath: false });
  assert.ok(found.some(([code, subject]) => code === "flag" && subject === "-trimpath"));
  assert.ok(found.some(([code, subject]) => code === "path" && subject.startsWith("source folder")));
  assert.ok(found.some(([code, subject]) => code === "path" && subject.startsWith("GOROOT folder")));
});

test("diffBinaries says when only the signature or the checksum differs", () => {
  const arm = buildProbe("darwin/arm64").bytes;
  const signed = signAdHoc(arm, { identifier: "probe", style: "codesign" });
  assert.deepEqual(
    diffBinaries(arm, signed).causes.map(({ message }) => message),
    ["Only the signature differs: linker a.out → ad-hoc probe"],
  );
  const exe = buildProbe("windows/386").bytes;
  assert.deepEqual(causes(exe, withPeChecksum(exe)), [["signature", "signature"]]);
});

test("diffBinaries says when only build IDs differ", () => {
  assert.deepEqual(against({ ldflags: "-buildid=other" }), [["build-id", "Go build ID"]]);
});

test("diffBinaries tells three causes at once", () => {
  const found = against({
    variables: "-X main.version=v2.0.0 -X 'main.date=2026-01-02 03:04'",
    flags: ["-tags=extra"],
    files: { "assets/more.txt": "other\n" },
  });
  assert.deepEqual(found, [
    ["flag", "-tags"],
    ["variable", "main.version"],
    ["embedded-file", "assets/more.txt"],
  ]);
});

test("diffBinaries tells what is left in bytes, by section", () => {
  const bytes = base.slice();
  bytes[0x2000]! ^= 0xff;
  const { causes: found, residual } = diffBinaries(base, bytes);
  assert.equal(residual.length, 1);
  assert.deepEqual({ ...residual[0], first: 0 }, { ...residual[0], differing: 1, first: 0 });
  assert.equal(residual[0]!.section, ".text");
  assert.ok(found.every(({ code }) => code === "function"));
});

test("diffBinaries refuses what is no binary and tells formats apart", () => {
  assert.throws(() => diffBinaries(base, new Uint8Array(8)), { name: "FormatError" });
  assert.deepEqual(causes(base, buildProbe("js/wasm").bytes), [["format", "format"]]);
});
