import assert from "node:assert/strict";
import test from "node:test";
import { EditError } from "../edit-error.ts";
import { buildProbe, goTestdata } from "../testing/go-files.ts";
import { MachoFile } from "./macho-file.ts";
import { signAdHoc } from "./sign-ad-hoc.ts";
import { verifyPages } from "./verify-pages.ts";

test("signAdHoc writes what the Go linker wrote, byte for byte", () => {
  for (const ldflags of ["", "-s -w"]) {
    const { bytes } = buildProbe("darwin/arm64", { ldflags });
    const damaged = bytes.slice();
    const { offset, size } = new MachoFile(bytes).signature!;
    damaged.fill(0, offset, offset + size);
    const signed = signAdHoc(damaged, { identifier: "a.out", style: "linker" });
    assert.deepEqual(Buffer.from(signed).equals(bytes), true);
  }
});

test("signAdHoc gives a program without a signature a command, a place and right hashes", () => {
  const { bytes } = buildProbe("darwin/amd64");
  assert.equal(new MachoFile(bytes).signature, undefined);
  for (const style of ["linker", "codesign"] as const) {
    const signed = new MachoFile(signAdHoc(bytes, { identifier: "probe", style }));
    const signature = signed.signature!;
    assert.equal(signature.adHoc, true);
    assert.equal(signature.linkerSigned, style === "linker");
    assert.equal(signature.directories[0]?.identifier, "probe");
    assert.deepEqual(verifyPages(signed), { pages: Math.ceil(signature.offset / 4096), bad: [], unchecked: 0 });
    const linkedit = signed.segments.find((segment) => segment.name === "__LINKEDIT")!;
    assert.equal(linkedit.fileOffset + linkedit.fileSize, signed.bytes.length);
    assert.equal(signed.header.commandCount, new MachoFile(bytes).header.commandCount + 1);
  }
});

test("signAdHoc in Apple's style adds empty requirements and an empty CMS blob", () => {
  const signed = new MachoFile(signAdHoc(buildProbe("darwin/arm64").bytes, { identifier: "probe", style: "codesign" }));
  assert.deepEqual(
    signed.signature!.blobs.map(({ slot, magic, bytes }) => [
      slot,
      magic.toString(16),
      bytes.length > 100 ? "…" : bytes.length,
    ]),
    [
      [0, "fade0c02", "…"],
      [2, "fade0c01", 12],
      [0x10000, "fade0b01", 8],
    ],
  );
  assert.equal(signed.signature!.directories[0]!.specialHashes.length, 2);
  assert.deepEqual(verifyPages(signed)!.bad, []);
});

test("verifyPages names the page that was changed after signing", () => {
  const bytes = buildProbe("darwin/arm64").bytes.slice();
  bytes[5 * 4096 + 17]! ^= 1;
  assert.deepEqual(verifyPages(new MachoFile(bytes))!.bad, [5]);
});

test("signAdHoc refuses a file with other data behind its signature, and one without segments", () => {
  const { bytes } = buildProbe("darwin/arm64");
  const longer = new Uint8Array(bytes.length + 4);
  longer.set(bytes);
  longer.fill(1, bytes.length);
  assert.throws(
    () => signAdHoc(longer, { identifier: "a", style: "linker" }),
    (error) =>
      error instanceof EditError && error.message === "Cannot sign the file: 4 bytes follow the code signature",
  );
  const object = goTestdata().find((file) => file.name === "debug/macho/clang-amd64-darwin.obj")!;
  assert.throws(() => signAdHoc(object.bytes, { identifier: "a", style: "linker" }), /no __TEXT or __LINKEDIT segment/);
});
