import assert from "node:assert/strict";
import { test } from "node:test";
import { ElfFile } from "../../elf/elf-file.ts";
import { PeFile } from "../../pe/pe-file.ts";
import { buildProbe } from "../../testing/go-files.ts";
import { judged, patched } from "../../testing/judged.ts";

/** Changes the flags of the program headers of one type (64 bits, little-endian). */
function withSegmentFlags(bytes: Uint8Array, type: number, flags: number): Uint8Array {
  const { segments } = new ElfFile(bytes);
  return patched(bytes, (view) => {
    const start = Number(view.getBigUint64(32, true));
    segments.forEach((segment, index) => {
      if (segment.type === type) view.setUint32(start + index * 56 + 4, flags, true);
    });
  });
}

test("executable-stack is found in PT_GNU_STACK", () => {
  const { bytes } = buildProbe("linux/amd64");
  assert.deepEqual(judged(withSegmentFlags(bytes, 0x6474e551, 7)), ["warning executable-stack"]);
  assert.deepEqual(judged(bytes), []);
});

test("writable-code is found in PT_LOAD", () => {
  assert.deepEqual(judged(withSegmentFlags(buildProbe("linux/amd64").bytes, 1, 7)), ["warning writable-code"]);
});

test("no-nx, no-aslr and no-cfg are found in DllCharacteristics", () => {
  const { bytes } = buildProbe("windows/amd64");
  const at = new PeFile(bytes).optional!.offset + 70;
  const without = (mask: number): Uint8Array =>
    patched(bytes, (view) => view.setUint16(at, view.getUint16(at, true) & ~mask, true));
  assert.deepEqual(judged(bytes), []);
  assert.deepEqual(judged(without(0x100)), ["warning no-nx"]);
  assert.deepEqual(judged(without(0x40)), ["warning no-aslr"]);
  assert.deepEqual(judged(without(0x20)), ["warning no-aslr"]);
  assert.deepEqual(judged(bytes, { rules: { "no-cfg": "notice" } }), ["notice no-cfg"]);
  const guarded = patched(bytes, (view) => view.setUint16(at, view.getUint16(at, true) | 0x4000, true));
  assert.deepEqual(judged(guarded, { rules: { "no-cfg": "notice" } }), []);
});

test("no-aslr is found on macOS without MH_PIE", () => {
  const { bytes } = buildProbe("darwin/amd64");
  assert.deepEqual(judged(patched(bytes, (view) => view.setUint32(24, view.getUint32(24, true) & ~0x200000, true))), [
    "warning no-aslr",
  ]);
  assert.deepEqual(judged(bytes), []);
});

test("no-pie and no-relro speak when asked", () => {
  const rules = { "no-pie": "warning", "no-relro": "warning" } as const;
  assert.deepEqual(judged(buildProbe("linux/amd64").bytes, { rules }), ["warning no-pie"]);
  // Go's own linker makes a position-independent program that a loader starts, without RELRO.
  assert.deepEqual(judged(buildProbe("linux/amd64", { buildmode: "pie" }).bytes, { rules }), ["warning no-relro"]);
});

test("wrong-characteristics and wrong-subsystem are found in the headers of Windows programs", () => {
  const { bytes } = buildProbe("windows/amd64");
  const file = new PeFile(bytes);
  const at = file.coff.offset + 18;
  const promised = { os: "windows", arch: "amd64", buildmode: "", gui: false };
  assert.deepEqual(judged(bytes, { promised }), []);
  const noProgram = patched(bytes, (view) => view.setUint16(at, view.getUint16(at, true) & ~2, true));
  assert.deepEqual(judged(noProgram, { promised }), ["error wrong-characteristics"]);
  const library = patched(bytes, (view) => view.setUint16(at, view.getUint16(at, true) | 0x2000, true));
  assert.deepEqual(judged(library, { promised }), ["error wrong-characteristics"]);
  const gui = buildProbe("windows/amd64", { ldflags: "-H=windowsgui" }).bytes;
  assert.deepEqual(judged(gui, { promised }), ["warning wrong-subsystem"]);
  assert.deepEqual(judged(gui, { promised: { ...promised, gui: true } }), []);
  const driver = patched(bytes, (view) => view.setUint16(file.optional!.offset + 68, 1, true));
  assert.deepEqual(judged(driver), ["error wrong-subsystem"]);
});

test("time-stamp is found where a linker wrote the time", () => {
  const { bytes } = buildProbe("windows/amd64");
  const at = new PeFile(bytes).coff.offset + 4;
  assert.deepEqual(judged(patched(bytes, (view) => view.setUint32(at, 1_700_000_000, true))), ["warning time-stamp"]);
});
