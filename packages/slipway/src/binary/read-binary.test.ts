import assert from "node:assert/strict";
import test from "node:test";
import { ArArchive } from "./ar/ar-archive.ts";
import { detectFormat } from "./detect-format.ts";
import { FormatError } from "./format-error.ts";
import { readBinary } from "./read-binary.ts";
import { compareWithGo } from "./testing/compare-with-go.ts";
import { buildProbe, goDump, goTestdata } from "./testing/go-files.ts";
import { mutate, readEverything } from "./testing/hostile.ts";
import { arBytes, componentBytes, wasmBytes } from "./testing/small-files.ts";

const testdata = goTestdata();

test("readBinary agrees with Go's debug packages, field by field, on all of Go's test data", () => {
  // Go has no public XCOFF reader, and refuses the dynamic symbol table of one file whole.
  const files = testdata.filter((file) => !/^internal\/xcoff\/|with-bad-dysym$/.test(file.name));
  const dumps = goDump(files.map((file) => file.path));
  assert.ok(files.length >= 60);
  for (const [index, file] of files.entries()) compareWithGo(file, dumps[index]!);
});

test("readBinary agrees with Go's debug packages on programs that Go makes", () => {
  const probes = ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64"].map((target) => buildProbe(target));
  const dumps = goDump(probes.map((probe) => probe.path));
  for (const [index, probe] of probes.entries()) compareWithGo(probe, dumps[index]!);
});

test("readBinary reads every part of Go's test data without a fault", () => {
  for (const file of testdata) {
    assert.deepEqual(readEverything(file.bytes), [], file.name);
  }
});

test("detectFormat tells formats from their first bytes and refuses neighbours", () => {
  const expected = { "debug/elf": "elf", "debug/plan9obj": "plan9", "internal/xcoff": "xcoff", "debug/pe": "pe" };
  for (const [folder, format] of Object.entries(expected)) {
    for (const file of testdata.filter((each) => each.name.startsWith(`${folder}/`))) {
      assert.equal(detectFormat(file.bytes), format, file.name);
    }
  }
  assert.equal(detectFormat(wasmBytes()), "wasm");
  assert.equal(detectFormat(componentBytes()), "wasm-component");
  assert.equal(detectFormat(arBytes()), "ar");
  // A Java class file shares the magic of universal files.
  assert.equal(detectFormat(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52)), undefined);
  assert.equal(detectFormat(new TextEncoder().encode("#!/bin/sh\nexit 0\n")), undefined);
  assert.equal(detectFormat(new Uint8Array(0)), undefined);
});

test("readBinary names what it found when nothing is known", () => {
  assert.throws(() => readBinary(new TextEncoder().encode("#!/bin/sh")), {
    name: "FormatError",
    message:
      "Cannot read magic at offset 0x0: expected an ELF, PE, Mach-O, WebAssembly, ar, XCOFF or Plan 9 binary, found 23 21 2f 62 69 6e 2f 73",
  });
});

test("ArArchive reads GNU and BSD names and leaves indexes out", () => {
  const archive = new ArArchive(arBytes());
  assert.deepEqual(
    archive.members.map(({ name, size, mode }) => ({ name, size, mode })),
    [
      { name: "go.o", size: 4, mode: 0o644 },
      { name: "a_name_longer_than_sixteen.o", size: 3, mode: 0o644 },
      { name: "bsd.o", size: 2, mode: 0o644 },
    ],
  );
  assert.equal(archive.hasSymbolIndex, true);
  assert.throws(
    () => new ArArchive(new TextEncoder().encode("!<thin>\n")),
    /a thin archive, whose members are other files/,
  );
});

/** The smallest file of each format: a truncation at each of its bytes is cheap. */
const small: readonly (readonly [string, Uint8Array])[] = [
  ["elf", pick("debug/elf/go-relocation-test-gcc441-x86.obj")],
  ["pe", pick("debug/pe/gcc-386-mingw-obj")],
  ["pe image", pick("debug/pe/gcc-386-mingw-no-symbols-exec")],
  ["macho", pick("debug/macho/clang-amd64-darwin.obj")],
  ["macho-fat", pick("debug/macho/fat-gcc-386-amd64-darwin-exec")],
  ["plan9", pick("debug/plan9obj/386-plan9-exec")],
  ["xcoff", pick("internal/xcoff/gcc-ppc64-aix-dwarf2-exec")],
  ["wasm", wasmBytes()],
  ["wasm-component", componentBytes()],
  ["ar", arBytes()],
];

function pick(name: string): Uint8Array {
  return testdata.find((file) => file.name === name)!.bytes;
}

for (const [format, bytes] of small) {
  test(`readBinary answers every truncation of ${format} with a value or a FormatError inside the file`, () => {
    // Every byte of the headers; behind them a prime step keeps it short. The extended suite cuts at all of them.
    for (let length = 0; length < bytes.length; length += length < 4096 ? 1 : 257) {
      for (const fault of readEverything(bytes.subarray(0, length))) {
        assert.ok(fault.offset >= 0 && fault.offset <= length, `${fault.message} in ${length} bytes`);
      }
    }
  });

  test(`readBinary answers 500 damaged copies of ${format} with a value or a FormatError`, () => {
    for (let seed = 1; seed <= 500; seed++) {
      const damaged = mutate(bytes, seed);
      try {
        readEverything(damaged);
      } catch (error) {
        assert.fail(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  });
}

test("FormatError is the only thing that readEverything lets pass", () => {
  assert.ok(readEverything(new Uint8Array(3)).every((fault) => fault instanceof FormatError));
});
