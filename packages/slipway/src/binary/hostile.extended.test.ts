import assert from "node:assert/strict";
import test from "node:test";
import { buildProbe, goTestdata } from "./testing/go-files.ts";
import { largestArray, mutate, readEverything, surrounded } from "./testing/hostile.ts";
import { arBytes, componentBytes, wasmBytes } from "./testing/small-files.ts";

const MUTATIONS = 10_000;

/** Files below this size are cut at each of their bytes, larger ones up to here: one small file of every format is below it. */
const WHOLE = 60_000;

const testdata = goTestdata();

function pick(name: string): Uint8Array {
  return testdata.find((file) => file.name === name)!.bytes;
}

const inputs: readonly (readonly [string, Uint8Array])[] = [
  ["elf 64", pick("debug/elf/gcc-amd64-linux-exec")],
  ["elf library", pick("debug/elf/libtiffxx.so_")],
  ["elf 32", pick("debug/elf/gcc-386-freebsd-exec")],
  ["elf big-endian", pick("debug/elf/go-relocation-test-gcc540-mips.obj")],
  ["pe", pick("debug/pe/gcc-386-mingw-no-symbols-exec")],
  ["coff object", pick("debug/pe/gcc-amd64-mingw-obj")],
  ["macho", pick("debug/macho/clang-amd64-darwin-exec-with-rpath")],
  ["macho-fat", pick("debug/macho/fat-gcc-386-amd64-darwin-exec")],
  ["plan9", pick("debug/plan9obj/amd64-plan9-exec")],
  ["xcoff 32", pick("internal/xcoff/gcc-ppc32-aix-dwarf2-exec")],
  ["xcoff 64", pick("internal/xcoff/gcc-ppc64-aix-dwarf2-exec")],
  ["wasm", wasmBytes()],
  ["wasm-component", componentBytes()],
  ["ar", arBytes()],
];

/** All that is told of bytes: the inspection and every fault. */
function told(bytes: Uint8Array): string {
  let inspection = "";
  const faults = readEverything(bytes, (each) => (inspection = JSON.stringify(each)));
  return [inspection, ...faults.map(({ message }) => message)].join("\n");
}

for (const [name, bytes] of inputs) {
  test(`readBinary and inspectBinary survive ${MUTATIONS} damaged copies of ${name}, none over a second of CPU or twice its size, none read past its end`, () => {
    for (let seed = 1; seed <= MUTATIONS; seed++) {
      const damaged = mutate(bytes, seed);
      const before = process.cpuUsage();
      let largest = 0;
      let first = "";
      try {
        largest = largestArray(() => (first = told(surrounded(damaged, 0x00))));
      } catch (error) {
        assert.fail(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      const { user } = process.cpuUsage(before);
      // The copy itself is made with its surroundings.
      const allowed = Math.max(2 * damaged.length, damaged.length + 512);
      assert.ok(largest <= allowed, `seed ${seed} made an array of ${largest} for ${damaged.length} bytes`);
      assert.ok(user < 1_000_000, `seed ${seed} took ${user} µs`);
      assert.equal(told(surrounded(damaged, 0x5a)), first, `seed ${seed} tells what stands beside the file`);
    }
  });

  test(`readBinary and inspectBinary answer ${name} cut at every byte with a value or a FormatError inside the file`, () => {
    for (let length = 0; length < Math.min(bytes.length, WHOLE); length++) {
      for (const fault of readEverything(bytes.subarray(0, length))) {
        assert.ok(fault.offset >= 0 && fault.offset <= length, `${fault.message} in ${length} bytes`);
      }
    }
  });
}

for (const target of ["linux/amd64", "windows/386", "darwin/arm64", "js/wasm"]) {
  test(`inspectBinary survives damaged copies of a Go program for ${target}`, () => {
    const { bytes } = buildProbe(target);
    for (let seed = 1; seed <= 300; seed++) {
      try {
        readEverything(mutate(bytes, seed));
      } catch (error) {
        assert.fail(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
  });
}
