import assert from "node:assert/strict";
import test from "node:test";
import { foreignFormat } from "./foreign-format.ts";

function whatOf(head: string | readonly number[]): string | undefined {
  return foreignFormat(typeof head === "string" ? new TextEncoder().encode(head) : Uint8Array.from(head))?.what;
}

test("foreignFormat() names archives that are not opened, and what opens them", () => {
  assert.deepEqual(foreignFormat(Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4)), {
    what: "a 7z archive",
    hint: "unpack it first: 7z x",
  });
  assert.equal(whatOf("BZh91AY&SY"), "a file compressed with bzip2");
  assert.equal(whatOf("070707000001"), "a cpio archive of an old form");
  const iso = new Uint8Array(0x8006);
  iso.set(new TextEncoder().encode("CD001"), 0x8001);
  assert.equal(foreignFormat(iso)?.what, "an ISO 9660 image");
});

test("foreignFormat() names what is no archive", () => {
  assert.equal(whatOf("#!/bin/sh\necho"), "a script: #!/bin/sh");
  assert.equal(whatOf("hällo\n"), "text");
  assert.equal(whatOf([0x68, 0xc3]), "text");
  assert.equal(whatOf([0x4d, 0x5a, 0x90, 0]), "a program for DOS: it has no header of Windows");
  assert.equal(whatOf([]), undefined);
  assert.equal(whatOf([1, 2, 3, 4]), undefined);
});
