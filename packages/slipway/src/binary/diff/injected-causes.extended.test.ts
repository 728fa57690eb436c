import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { signAdHoc } from "../macho/sign-ad-hoc.ts";
import { withPeChecksum } from "../pe/pe-checksum.ts";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { unpackedPackages } from "../../platform/testing/unpacked-package.ts";
import { buildProbe } from "../testing/go-files.ts";
import type { ProbeOptions } from "../testing/go-files.ts";
import type { CauseCode } from "./binary-diff.ts";
import { diffBinaries } from "./diff-binaries.ts";

interface Injection {
  readonly name: string;
  readonly options: ProbeOptions;
  readonly code: CauseCode;
  readonly subject: RegExp;
  readonly only?: RegExp;
}

const DEP = "//go:noinline\nfunc Name() string";
const MODULE =
  "module example.com/probe\n\ngo 1.24\n\nrequire example.com/dep v1.4.2\n\nreplace example.com/dep => ./dep\n";

const injections: readonly Injection[] = [
  {
    name: "a -X value",
    options: { variables: "-X main.version=v1.2.4 -X 'main.date=2026-01-02 03:04'" },
    code: "variable",
    subject: /main\.version|a string variable/,
  },
  {
    name: "a -X date",
    options: { variables: "-X main.version=v1.2.3 -X 'main.date=2026-01-02 03:09'" },
    code: "variable",
    subject: /main\.date|a string variable/,
  },
  { name: "a build tag", options: { flags: ["-tags=extra"] }, code: "flag", subject: /^-tags$/ },
  { name: "a compiler flag", options: { flags: ["-gcflags=-N"] }, code: "flag", subject: /^-gcflags$/ },
  {
    name: "a GODEBUG default",
    options: { files: { "go.mod": `${MODULE}\ngodebug http2client=0\n` } },
    code: "flag",
    subject: /^DefaultGODEBUG$/,
  },
  {
    name: "embedded contents",
    options: { files: { "assets/more.txt": "2econd file\n" } },
    code: "embedded-file",
    subject: /^assets\/more\.txt$/,
  },
  {
    name: "an added embedded file",
    options: { files: { "assets/new.txt": "x" } },
    code: "embedded-file",
    subject: /^assets\/new\.txt$/,
  },
  {
    name: "a module's version",
    options: { files: { "go.mod": MODULE.replace("v1.4.2", "v1.4.3") } },
    code: "module",
    subject: /^example\.com\/dep$/,
  },
  {
    name: "a module's path",
    options: { files: { "go.mod": MODULE.replace("module example.com/probe", "module example.com/other") } },
    code: "module",
    subject: /^main (?:package|module)$/,
  },
  {
    name: "a function's body",
    options: { files: { "dep/dep.go": `package dep\n\nvar n int\n\n${DEP} { n += 7; n *= 3; return "dep" }\n` } },
    code: "function",
    subject: /^example\.com\/dep\.Name$/,
  },
  {
    name: "a new function",
    options: {
      files: {
        "dep/dep.go": `package dep\n\n${DEP} { return more() }\n\n//go:noinline\nfunc more() string { return "dep" }\n`,
      },
    },
    code: "function",
    subject: /^example\.com\/dep\./,
  },
  { name: "a stripped symbol table", options: { ldflags: "-s -w" }, code: "post-link", subject: /^symbol table$/ },
  {
    name: "missing debug information",
    options: { ldflags: "-w" },
    code: "post-link",
    subject: /^debug information$/,
    only: /^(?!js)/,
  },
  { name: "no -trimpath", options: { trimpath: false }, code: "flag", subject: /^-(?:trimpath|ldflags)$/ },
  { name: "a build ID", options: { ldflags: "-buildid=other" }, code: "build-id", subject: /^Go build ID$/ },
  { name: "-buildmode=pie", options: { buildmode: "pie" }, code: "flag", subject: /^-buildmode$/, only: /^linux/ },
  {
    name: "a graphical subsystem",
    options: { ldflags: "-H windowsgui" },
    code: "flag",
    subject: /^subsystem/,
    only: /^windows/,
  },
  { name: "GOAMD64", options: { env: { GOAMD64: "v3" } }, code: "target", subject: /^GOAMD64$/, only: /amd64$/ },
  {
    name: "a profile for the compiler",
    options: { files: { "default.pgo": "" } },
    code: "flag",
    subject: /^-pgo$/,
  },
  {
    name: "an experiment",
    options: { env: { GOEXPERIMENT: "jsonv2" } },
    code: "flag",
    subject: /^GOEXPERIMENT$/,
    only: /^linux/,
  },
  {
    name: "cgo turned on",
    options: { env: { CGO_ENABLED: "1" } },
    code: "flag",
    subject: /^CGO_ENABLED$/,
    only: /^linux/,
  },
  {
    name: "a local replacement of a module",
    options: {
      files: {
        "go.mod": MODULE.replace("=> ./dep", "=> ./other"),
        "other/go.mod": "module example.com/dep\n\ngo 1.24\n",
        "other/dep.go": `package dep\n\n${DEP} { return "dep" }\n`,
      },
    },
    code: "module",
    subject: /^example\.com\/dep$/,
  },
  {
    name: "the name of a temporary folder",
    options: { variables: "-X main.version=v1.2.3 -X main.date=/tmp/go-build123/b001" },
    code: "variable",
    subject: /main\.date|a string variable/,
    only: /^(?!js)/,
  },
  {
    name: "the Go version",
    options: { env: { GOTOOLCHAIN: "go1.25.4" } },
    code: "go-version",
    subject: /^Go version$/,
  },
];

for (const target of ["linux/amd64", "windows/amd64", "darwin/arm64", "js/wasm"]) {
  for (const { name, options, code, subject } of injections.filter((each) => each.only?.test(target) ?? true)) {
    test(`diffBinaries names ${name} first, on ${target}`, () => {
      const { causes } = diffBinaries(buildProbe(target).bytes, buildProbe(target, options).bytes);
      const text = causes.map((each) => `${each.code}: ${each.message}`).join("\n");
      assert.equal(causes[0]?.code, code, text);
      assert.match(causes[0]?.subject ?? "", subject, text);
    });
  }

  test(`diffBinaries finds no cause between two equal builds for ${target}`, () => {
    const one = buildProbe(target).bytes;
    const other = buildProbe(target, { flags: ["-a=false"] }).bytes;
    assert.deepEqual(diffBinaries(one, other), { same: true, causes: [], residual: [] });
  });
}

/** A program with a C part, which the C compiler and the linker of this machine take part in. */
function buildWithC(options: ProbeOptions = {}): Uint8Array {
  const c = 'package main\n\n// static int twice(int n) { return n + n; }\nimport "C"\n\nvar two = C.twice(1)\n';
  const env = { CGO_ENABLED: "1", CC: "gcc", ...options.env };
  return buildProbe("linux/amd64", { ...options, files: { "c.go": c, ...options.files }, env }).bytes;
}

test("diffBinaries names what the C side changes: compiler, its flags, the linker's build ID, a library", () => {
  needPrograms({ gcc: "gcc", clang: "clang", strip: "binutils" });
  const base = buildWithC();
  const first = (options: ProbeOptions): string => {
    const { causes } = diffBinaries(base, buildWithC(options));
    return `${causes[0]?.code} ${causes[0]?.subject}`;
  };
  assert.equal(first({ env: { CC: "clang" } }), "c-compiler C compiler");
  assert.match(first({ env: { CGO_CFLAGS: "-O0 -g" } }), /^(?:c-compiler|flag|build-id|function) /);
  assert.match(
    first({ ldflags: "-linkmode=external -extldflags=-Wl,--build-id=0xdeadbeef" }),
    /^(?:build-id|library|header|flag) /,
  );
  assert.match(first({ ldflags: "-linkmode=external -extldflags=-Wl,-rpath,/opt/lib" }), /^library r(?:un)?path$/);
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-strip-"));
  const file = path.join(folder, "probe.bin");
  writeFileSync(file, base);
  execFileSync("strip", [file]);
  assert.equal(diffBinaries(base, new Uint8Array(readFileSync(file))).causes[0]?.code, "post-link");
});

for (const target of ["linux/amd64", "windows/amd64"]) {
  test(`diffBinaries names a program that UPX packed, on ${target}`, () => {
    const upx = path.join(unpackedPackages("bookworm-backports", "upx-ucl"), "usr/bin/upx-ucl");
    const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-upx-"));
    const file = path.join(folder, "probe.bin");
    const { bytes } = buildProbe(target);
    writeFileSync(file, bytes, { mode: 0o755 });
    execFileSync(upx, ["-q", "-1", file], { stdio: "ignore" });
    const packed = new Uint8Array(readFileSync(file));
    for (const [a, b] of [
      [bytes, packed],
      [packed, bytes],
    ] as const) {
      const { causes } = diffBinaries(a, b);
      assert.deepEqual(
        causes.map(({ code, subject }) => `${code} ${subject}`),
        ["post-link UPX"],
      );
    }
  });
}

for (const target of ["windows/amd64", "darwin/arm64", "js/wasm"]) {
  test(`diffBinaries tells three causes at once, on ${target}`, () => {
    const variables = "-X main.version=v2.0.0 -X 'main.date=2026-01-02 03:04'";
    // In WebAssembly a text is found where the data before it keeps its size.
    const other = buildProbe(target, {
      variables,
      files: { "assets/more.txt": "2econd file\n", "go.mod": MODULE.replace("v1.4.2", "v1.4.3") },
    });
    assert.deepEqual(
      diffBinaries(buildProbe(target).bytes, other.bytes).causes.map((each) => each.code),
      ["module", "variable", "embedded-file"],
    );
  });
}

test("diffBinaries names signatures and checksums", () => {
  const arm = buildProbe("darwin/arm64").bytes;
  const signed = signAdHoc(arm, { identifier: "x", style: "codesign" });
  assert.deepEqual(
    diffBinaries(arm, signed).causes.map((each) => each.code),
    ["signature"],
  );
  const exe = buildProbe("windows/amd64").bytes;
  assert.deepEqual(
    diffBinaries(exe, withPeChecksum(exe)).causes.map((each) => each.code),
    ["signature"],
  );
});

test("diffBinaries names another commit, its time and a dirty tree", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-vcs-"));
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const git = (...args: string[]): void => {
    const env = { ...process.env, GIT_COMMITTER_DATE: "2026-01-02T03:04:05Z", GIT_AUTHOR_DATE: "2026-01-02T03:04:05Z" };
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      env,
      stdio: "pipe",
    });
  };
  const build = (): Uint8Array => {
    execFileSync("go", ["build", "-trimpath", "-buildvcs=true", "-o", "out.bin", "."], {
      cwd: folder,
      env: { ...process.env, GOFLAGS: "", GOWORK: "off", CGO_ENABLED: "0" },
    });
    return new Uint8Array(readFileSync(path.join(folder, "out.bin")));
  };
  write("go.mod", "module example.com/vcs\n\ngo 1.24\n");
  write("main.go", "package main\n\nfunc main() {}\n");
  write(".gitignore", "out.bin\n");
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "one");
  const one = build();
  write("README", "two\n");
  const dirty = build();
  git("add", ".");
  git("commit", "-q", "-m", "two");
  const two = build();
  const told = (a: Uint8Array, b: Uint8Array): readonly string[] =>
    diffBinaries(a, b).causes.map((each) => `${each.code} ${each.subject}`);
  assert.deepEqual(told(one, dirty), ["module main module", "vcs vcs.modified"]);
  assert.deepEqual(told(one, two), ["module main module", "vcs vcs.revision"]);
  git("tag", "v1.2.3");
  assert.deepEqual(told(two, build()), ["module main module"]);
});
