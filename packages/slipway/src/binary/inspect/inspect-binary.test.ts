import assert from "node:assert/strict";
import test from "node:test";
import { MachoFile } from "../macho/macho-file.ts";
import { buildProbe, goTestdata, goVersionRows } from "../testing/go-files.ts";
import { componentBytes, wasmBytes } from "../testing/small-files.ts";
import { inspectBinary } from "./inspect-binary.ts";

for (const target of ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64", "js/wasm"]) {
  test(`inspectBinary tells target, version, path, modules and variables of ${target}`, () => {
    const probe = buildProbe(target);
    const inspection = inspectBinary(probe.bytes);
    assert.equal(inspection.target, target);
    assert.deepEqual(inspection.problems, []);
    const twin = goVersionRows(buildProbe("linux/amd64").path);
    assert.equal(inspection.go?.version, twin[0]![0]);
    assert.equal(inspection.go?.path, "example.com/probe");
    assert.deepEqual(inspection.go?.main, { path: "example.com/probe", version: "(devel)", sum: "" });
    assert.deepEqual(
      inspection.go?.deps.map(({ path, version }) => [path, version]),
      [["example.com/dep", "v1.4.2"]],
    );
    assert.equal(inspection.go?.settings["-trimpath"], "true");
    assert.equal(inspection.go?.cgo.enabled, false);
    assert.equal(inspection.go?.cgo.used, false);
    assert.equal(inspection.go?.symbols, true);
    assert.equal(inspection.go?.embedded.length, 2);
    assert.equal(inspection.go?.variables.length, target === "js/wasm" ? 0 : 2);
  });
}

test("inspectBinary tells the signature that the Go linker puts on darwin/arm64 only", () => {
  const { bytes } = buildProbe("darwin/arm64");
  const place = new MachoFile(bytes).commands.find(
    (command) => command.kind === "linkedit" && command.command === 0x1d,
  );
  assert.ok(place?.kind === "linkedit");
  assert.deepEqual(inspectBinary(bytes).signature, {
    kind: "linker",
    identifier: "a.out",
    hardenedRuntime: false,
    flags: 0x20002,
    pages: Math.ceil(place.dataOffset / 4096),
  });
  assert.deepEqual(inspectBinary(buildProbe("windows/386").bytes).signature, { kind: "none" });
  assert.equal(inspectBinary(buildProbe("linux/amd64").bytes).signature, null);
});

test("inspectBinary says when settings and headers disagree", () => {
  const bytes = buildProbe("linux/amd64").bytes.slice();
  new DataView(bytes.buffer).setUint16(18, 183, true);
  const { target, problems } = inspectBinary(bytes);
  assert.equal(target, "linux/amd64");
  assert.deepEqual(problems, [
    {
      message: "The build settings say GOARCH amd64, the file's headers say arm64",
      expected: "amd64",
      found: "arm64",
    },
  ]);
});

test("inspectBinary tells what can be told of a damaged file", () => {
  const bytes = buildProbe("linux/amd64").bytes.slice();
  const { sections } = inspectBinary(bytes);
  const strings = sections.find((section) => section.name === ".strtab")!;
  bytes.fill(0x41, strings.offset, strings.offset + strings.size);
  const inspection = inspectBinary(bytes);
  assert.equal(inspection.go?.path, "example.com/probe");
  assert.equal(inspection.problems.length, 1);
  assert.equal(inspection.problems[0]!.field, "st_name");
});

test("inspectBinary reads libraries, loader and versions of Go's C test programs", () => {
  const find = (name: string): Uint8Array => goTestdata().find((file) => file.name === name)!.bytes;
  const elf = inspectBinary(find("debug/elf/gcc-amd64-linux-exec"));
  assert.deepEqual(elf.libraries, [{ name: "libc.so.6", versions: ["GLIBC_2.2.5"] }]);
  assert.equal(elf.details["interpreter"], "/lib64/ld-linux-x86-64.so.2");
  assert.equal(elf.target, "linux/amd64");
  const freebsd = inspectBinary(find("debug/elf/gcc-386-freebsd-exec"));
  assert.equal(freebsd.target, "freebsd/386");
  const macho = inspectBinary(find("debug/macho/clang-amd64-darwin-exec-with-rpath"));
  assert.deepEqual(macho.details["rpaths"], ["/my/rpath"]);
  assert.equal(macho.details["uuid"], "7F2C2EFA-311A-3BD2-8C49-A9C95D4DFA49");
  const fat = inspectBinary(find("debug/macho/fat-gcc-386-amd64-darwin-exec"));
  assert.deepEqual(
    fat.parts.map((part) => part.inspection?.target),
    ["darwin/386", "darwin/amd64"],
  );
  assert.equal(fat.target, "darwin/all");
  const aix = inspectBinary(find("internal/xcoff/gcc-ppc64-aix-dwarf2-exec"));
  assert.equal(aix.target, "aix/ppc64");
  assert.ok(aix.libraries.some((library) => library.name.includes("libc.a")));
});

test("inspectBinary tells what WebAssembly asks of its host", () => {
  const { details, libraries, kind } = inspectBinary(wasmBytes());
  assert.equal(kind, "module");
  assert.deepEqual(libraries, [{ name: "env", imports: 4 }]);
  assert.deepEqual(details["memory"], { minimumPages: 1, maximumPages: 4, shared: true, imported: true });
  assert.deepEqual(details["features"], ["+simd128", "+sign-ext"]);
  assert.deepEqual(details["producers"], [{ field: "language", name: "C11", version: "" }]);
  const component = inspectBinary(componentBytes());
  assert.equal(component.kind, "component");
  assert.equal(component.parts[0]?.inspection?.kind, "module");
});

test("inspectBinary is plain JSON", () => {
  const inspection = inspectBinary(buildProbe("darwin/arm64").bytes);
  assert.deepEqual(JSON.parse(JSON.stringify(inspection)), inspection);
});

test("inspectBinary takes a library with a loader for a library, as C's own is", () => {
  const { bytes } = goTestdata().find((file) => file.name === "debug/elf/libtiffxx.so_")!;
  const copy = bytes.slice();
  // Of a header that says nothing of what is loaded: PT_GNU_STACK becomes PT_INTERP.
  const view = new DataView(copy.buffer);
  const [start, size, count] = [
    Number(view.getBigUint64(32, true)),
    view.getUint16(54, true),
    view.getUint16(56, true),
  ];
  for (let index = 0; index < count; index++)
    if (view.getUint32(start + index * size, true) === 0x6474e551) {
      view.setUint32(start + index * size, 3, true);
      view.setBigUint64(start + index * size + 32, 16n, true);
    }
  const inspection = inspectBinary(copy);
  assert.notEqual(inspection.details["interpreter"], null);
  assert.equal(inspection.kind, "library");
});
