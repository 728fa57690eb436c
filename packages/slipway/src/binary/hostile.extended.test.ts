import assert from "node:assert/strict";
import test from "node:test";
import { buildProbe, goTestdata } from "./testing/go-files.ts";
import { largestArray, mutate, readEverything } from "./testing/hostile.ts";
import { arBytes, componentBytes, wasmBytes } from "./testing/small-files.ts";

const MUTATIONS = 10_000;

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

for (const [name, bytes] of inputs) {
  test(`readBinary and inspectBinary survive ${MUTATIONS} damaged copies of ${name}, none over a second of CPU or twice its size`, () => {
    for (let seed = 1; seed <= MUTATIONS; seed++) {
      const damaged = mutate(bytes, seed);
      const before = process.cpuUsage();
      let largest = 0;
      try {
        largest = largestArray(() => void readEverything(damaged));
      } catch (error) {
        assert.fail(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`);
      }
      const { user } = process.cpuUsage(before);
      assert.ok(largest <= 2 * damaged.length, `seed ${seed} made an array of ${largest} for ${damaged.length} bytes`);
      assert.ok(user < 1_000_000, `seed ${seed} took ${user} µs`);
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
