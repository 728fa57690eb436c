import assert from "node:assert/strict";
import test from "node:test";
import { EditError } from "../edit-error.ts";
import { buildProbe, goTestdata } from "../testing/go-files.ts";
import { editElf } from "./edit-elf.ts";
import type { ElfEdit } from "./edit-elf.ts";
import { ElfFile } from "./elf-file.ts";

function pick(name: string): Uint8Array {
  return goTestdata().find((file) => file.name === name)!.bytes;
}

/** A copy of Go's test library whose soname entry is turned into a run path. */
function withRunPath(): Uint8Array {
  const bytes = pick("debug/elf/libtiffxx.so_").slice();
  const section = new ElfFile(bytes).section(".dynamic")!;
  const view = new DataView(bytes.buffer);
  const { littleEndian, bits } = new ElfFile(bytes).header;
  const each = bits === 64 ? 16 : 8;
  for (let at = section.offset; at < section.offset + section.size; at += each) {
    const tag = bits === 64 ? Number(view.getBigUint64(at, littleEndian)) : view.getUint32(at, littleEndian);
    if (tag !== 14) continue;
    if (bits === 64) view.setBigUint64(at, 29n, littleEndian);
    else view.setUint32(at, 29, littleEndian);
  }
  return bytes;
}

test("editElf shortens the loader's path and changes nothing else", () => {
  const bytes = pick("debug/elf/gcc-amd64-linux-exec");
  const { bytes: edited, changes } = editElf(bytes, [{ kind: "set-interpreter", path: "/lib/ld.so.2" }]);
  const file = new ElfFile(edited);
  assert.equal(file.interpreter, "/lib/ld.so.2");
  assert.deepEqual(changes, ['loader "/lib64/ld-linux-x86-64.so.2" changed to "/lib/ld.so.2"']);
  assert.equal(edited.length, bytes.length);
  const segment = file.segments.find((each) => each.type === 3)!;
  for (const [at, byte] of edited.entries()) {
    if (at < segment.offset || at >= segment.offset + segment.fileSize) assert.equal(byte, bytes[at]);
  }
});

test("editElf shortens and empties the run path", () => {
  const bytes = withRunPath();
  assert.equal(new ElfFile(bytes).dynamic?.runpath, "libtiffxx.so.6");
  const shorter = editElf(bytes, [{ kind: "set-runpath", path: "$ORIGIN" }]).bytes;
  assert.equal(new ElfFile(shorter).dynamic?.runpath, "$ORIGIN");
  assert.deepEqual(new ElfFile(shorter).dynamicSymbols, new ElfFile(bytes).dynamicSymbols);
  assert.deepEqual(new ElfFile(shorter).dynamic?.needed, new ElfFile(bytes).dynamic?.needed);
  assert.equal(new ElfFile(editElf(bytes, [{ kind: "set-runpath", path: "" }]).bytes).dynamic?.runpath, "");
});

test("editElf refuses longer text and what is not there", () => {
  const refused = (bytes: Uint8Array, edit: ElfEdit): string => {
    try {
      editElf(bytes, [edit]);
    } catch (error) {
      if (error instanceof EditError) return `${error.refusal}: ${error.message}`;
      throw error;
    }
    return assert.fail("the edit was made");
  };
  assert.equal(
    refused(pick("debug/elf/gcc-amd64-linux-exec"), { kind: "set-interpreter", path: "/lib64/ld-linux-x86-64.so.23" }),
    'no-room: Cannot set the loader to "/lib64/ld-linux-x86-64.so.23": it has room for 27 bytes, 28 are needed',
  );
  const probe = buildProbe("linux/amd64").bytes;
  assert.match(refused(probe, { kind: "set-interpreter", path: "/x" }), /^not-found: .*static and has none$/);
  assert.match(refused(probe, { kind: "set-runpath", path: "/x" }), /^not-found: .*link with -r PATH/);
});
