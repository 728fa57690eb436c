import assert from "node:assert/strict";
import test from "node:test";
import { FatFile } from "../macho/fat-file.ts";
import { layoutFat, readThinCpu, type FatPart } from "./write-fat.ts";

const X86_64 = { cpu: 0x0100_0007, cpuSubtype: 3 };
const ARM64 = { cpu: 0x0100_000c, cpuSubtype: 0 };

function write(parts: readonly (FatPart & { readonly bytes: Uint8Array })[]): Uint8Array {
  const layout = layoutFat(parts);
  const pieces = [
    layout.head,
    ...parts.flatMap((part, index) => [part.bytes, new Uint8Array(layout.parts[index]!.padding)]),
  ];
  const file = Buffer.concat(pieces);
  assert.equal(file.length, layout.size);
  return file;
}

test("layoutFat() puts each program on a page of 16 KiB behind a big-endian header", () => {
  const parts = [
    { ...X86_64, size: 20_000, bytes: new Uint8Array(20_000).fill(1) },
    { ...ARM64, size: 16_384, bytes: new Uint8Array(16_384).fill(2) },
  ];
  const fat = new FatFile(write(parts));
  assert.deepEqual(
    fat.slices.map(({ cpu, cpuSubtype, offset, size, align }) => [cpu, cpuSubtype, offset, size, align]),
    [
      [0x0100_0007, 3, 16_384, 20_000, 14],
      [0x0100_000c, 0, 49_152, 16_384, 14],
    ],
  );
  assert.deepEqual(
    fat.slices.map((slice) => Buffer.from(slice.bytes)),
    parts.map((part) => Buffer.from(part.bytes)),
  );
});

test("layoutFat() refuses no program, two for one CPU, and 4 GiB", () => {
  assert.throws(() => layoutFat([]), RangeError);
  assert.throws(
    () =>
      layoutFat([
        { ...ARM64, size: 1 },
        { ...ARM64, size: 2 },
      ]),
    /same CPU/,
  );
  assert.throws(() => layoutFat([{ ...ARM64, size: 2 ** 32 - 16_384 }]), /4 GiB/);
});

test("readThinCpu() reads both byte orders and refuses what is no thin file", () => {
  const head = new DataView(new ArrayBuffer(12));
  head.setUint32(0, 0xfeedfacf, true);
  head.setUint32(4, ARM64.cpu, true);
  assert.deepEqual(readThinCpu(new Uint8Array(head.buffer)), ARM64);
  head.setUint32(0, 0xfeedface);
  head.setUint32(4, 18);
  assert.deepEqual(readThinCpu(new Uint8Array(head.buffer)), { cpu: 18, cpuSubtype: 0 });
  for (const other of [[], [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 1, 0, 0, 0, 0], [0x7f, 0x45, 0x4c, 0x46]]) {
    assert.equal(readThinCpu(Uint8Array.from(other)), undefined);
  }
});
