import assert from "node:assert/strict";
import test from "node:test";
import { needPrograms } from "../platform/testing/need-programs.ts";
import { inspectBinary } from "./inspect/inspect-binary.ts";
import { buildProbe, goTestdata, goVersionRows, type TestFile } from "./testing/go-files.ts";
import { compareWithLief } from "./testing/judges/compare-lief.ts";
import { compareWithReadobj } from "./testing/judges/compare-readobj.ts";

needPrograms({
  "llvm-readobj": "llvm",
  gcc: "gcc",
  "arm-linux-gnueabihf-gcc": "gcc-arm-linux-gnueabihf",
  "/usr/arm-linux-gnueabihf/include/stdlib.h": "libc6-dev-armhf-cross",
  "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
  python3: "python3-venv",
});

const LINUX = "386 amd64 arm arm64 loong64 mips mipsle mips64 mips64le ppc64le riscv64 s390x".split(" ");
const OTHERS =
  "freebsd/amd64 netbsd/arm openbsd/arm64 solaris/amd64 windows/386 windows/amd64 windows/arm64 darwin/amd64 darwin/arm64";
const TARGETS = [...LINUX.map((arch) => `linux/${arch}`), ...OTHERS.split(" ")];

const CALLS_C = `package main

/*
#include <stdlib.h>
*/
import "C"
import "os"

func main() {
	os.Exit(int(C.abs(-1)))
}
`;

/** The same program for every target: with symbols and without, position-independent, and calling C. */
function builds(): readonly TestFile[] {
  const named = (file: TestFile, how: string): TestFile => ({ ...file, name: `${file.name} ${how}` });
  // Those that Go's own linker makes; the others want a C compiler.
  const pie = ["linux/amd64", "linux/arm64", "linux/loong64", "linux/ppc64le", "windows/amd64"];
  const compilers: readonly (readonly [string, string])[] = [
    ["linux/amd64", "gcc"],
    ["linux/arm", "arm-linux-gnueabihf-gcc"],
    ["windows/amd64", "x86_64-w64-mingw32-gcc"],
  ];
  return [
    ...TARGETS.map((target) => named(buildProbe(target), "plain")),
    ...TARGETS.map((target) => named(buildProbe(target, { ldflags: "-s -w" }), "stripped")),
    ...pie.map((target) => named(buildProbe(target, { buildmode: "pie" }), "pie")),
    ...compilers.flatMap(([target, CC]) => {
      const options = { files: { "main.go": CALLS_C }, env: { CGO_ENABLED: "1", CC } };
      return [
        named(buildProbe(target, options), "cgo"),
        named(buildProbe(target, { ...options, ldflags: "-s -w" }), "cgo stripped"),
      ];
    }),
  ];
}

const made = builds();

/** Go's own test files, but those that are damaged on purpose. */
const given = goTestdata().filter(
  (file) => /^debug\/(?:elf|pe|macho)\//.test(file.name) && !/bad-dysym/.test(file.name),
);

test("llvm-readobj sees the same headers, segments, sections and symbols in every build and in Go's test files", () => {
  let fields = 0;
  for (const file of [...made, ...given.filter((each) => !each.name.includes("fat"))])
    fields += compareWithReadobj(file);
  assert.ok(fields > 100_000, `${fields} fields`);
});

test("LIEF sees the same names, libraries, versions and sections in every build and in Go's test programs", () => {
  // It is no reader of objects and core files.
  compareWithLief([...made, ...given.filter((each) => !/\.?-?obj$|-core$|crt2$|ld-r/.test(each.name))]);
});

test("modules and settings are those of go version -m in every build", () => {
  for (const file of made) {
    const go = inspectBinary(file.bytes).go;
    const rows = goVersionRows(file.path);
    assert.ok(go !== null, file.name);
    assert.equal(go.version, rows[0]![0], file.name);
    const deps = rows.filter((row) => row[0] === "dep").map((row) => row.slice(1, 4).filter((word) => word !== ""));
    assert.deepEqual(
      go.deps.map(({ path, version, sum }) => [path, version, sum].filter((word) => word !== "")),
      deps,
      file.name,
    );
    assert.deepEqual(
      Object.entries(go.settings).map(([key, value]) => `${key}=${value}`),
      rows.filter((row) => row[0] === "build").map((row) => row[1]),
      file.name,
    );
  }
});
