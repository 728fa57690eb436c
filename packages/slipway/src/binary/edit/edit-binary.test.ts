import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { EditError } from "../edit-error.ts";
import { extractSlice, joinFat } from "../fat/join-fat.ts";
import { FormatError } from "../format-error.ts";
import { inspectBinary } from "../inspect/inspect-binary.ts";
import { FatFile } from "../macho/fat-file.ts";
import { MachoFile } from "../macho/macho-file.ts";
import { verifyPages } from "../macho/verify-pages.ts";
import { PeFile } from "../pe/pe-file.ts";
import { peChecksum } from "../pe/pe-checksum.ts";
import { programResources } from "../pe/program-resources.ts";
import { buildProbe, goTestdata } from "../testing/go-files.ts";
import { changedRanges } from "./changed-ranges.ts";
import { editBinary } from "./edit-binary.ts";
import type { BinaryEdit } from "./edit-binary.ts";

const arm = buildProbe("darwin/arm64").bytes;
const intel = buildProbe("darwin/amd64").bytes;

function refusal(bytes: Uint8Array, edit: BinaryEdit): string {
  try {
    editBinary(bytes, [edit]);
  } catch (error) {
    if (error instanceof EditError) return `${error.refusal}: ${error.message}`;
    throw error;
  }
  return assert.fail("the edit was made");
}

test("editBinary edits every slice of a universal file and keeps each of them signed", () => {
  const whole = joinFat([arm, intel]);
  const { bytes, changes } = editBinary(whole, [{ kind: "add-rpath", path: "@executable_path" }, { kind: "sign" }]);
  const slices = new FatFile(bytes).slices.map((slice) => new MachoFile(slice.bytes));
  assert.equal(slices.length, 2);
  for (const slice of slices) {
    assert.deepEqual(slice.rpaths, ["@executable_path"]);
    assert.deepEqual(verifyPages(slice)?.bad, []);
  }
  assert.equal(changes[0], 'rpath "@executable_path" added');
});

test("extractSlice gives back what joinFat put in, whatever the order", () => {
  const whole = joinFat([arm, intel]);
  assert.deepEqual(joinFat([intel, arm]), whole);
  assert.deepEqual(extractSlice(whole, "arm64"), arm);
  assert.deepEqual(extractSlice(whole, "amd64"), intel);
  assert.throws(() => extractSlice(whole, "386"), /Cannot extract 386: the file has amd64, arm64/);
  assert.throws(() => joinFat([arm, arm]), EditError);
  assert.throws(() => joinFat([arm, buildProbe("linux/amd64").bytes]), /no Mach-O program/);
});

test("a library can be deleted again when no symbol comes from it", () => {
  const { bytes } = editBinary(arm, [{ kind: "add-library", path: "@rpath/libextra.dylib" }]);
  const back = editBinary(bytes, [{ kind: "delete-library", path: "@rpath/libextra.dylib" }]).bytes;
  assert.ok(Buffer.from(back).equals(arm));
  assert.match(
    refusal(arm, { kind: "delete-library", path: "/usr/lib/libSystem.B.dylib" }),
    /^unsupported: Cannot delete the library "\/usr\/lib\/libSystem.B.dylib": \d+ symbols come from it \(/,
  );
  assert.match(refusal(arm, { kind: "delete-library", path: "/x" }), /^not-found: Cannot find the library "\/x"/);
});

test("sign says whether the signature was right, and gives an unsigned program one", () => {
  assert.deepEqual(editBinary(arm, [{ kind: "sign" }]), {
    bytes: arm,
    changes: ['ad-hoc signature of "a.out" is right already'],
  });
  const signed = editBinary(intel, [{ kind: "sign" }], { identifier: "probe" });
  assert.deepEqual(signed.changes, ['ad-hoc signature of "probe" added']);
  assert.deepEqual(verifyPages(new MachoFile(signed.bytes))?.bad, []);
});

test("resources and checksum of a Windows program are what its reader finds", () => {
  const manifest = new TextEncoder().encode("<assembly/>");
  const resources = programResources({ version: "1.2.3", strings: { ProductName: "Probe" }, manifest });
  const { bytes } = buildProbe("windows/amd64");
  const edited = editBinary(bytes, [{ kind: "add-resources", resources }]).bytes;
  const file = new PeFile(edited);
  assert.equal(file.manifest, "<assembly/>");
  assert.equal(file.versionInfo?.fileVersion, "1.2.3.0");
  assert.equal(file.versionInfo?.strings["ProductName"], "Probe");
  assert.equal(file.optional?.checksum, peChecksum(edited));
  assert.equal(new PeFile(editBinary(bytes, [{ kind: "set-checksum" }]).bytes).optional?.checksum, peChecksum(bytes));
});

test("editBinary refuses by name what a format does not know", () => {
  assert.match(refusal(buildProbe("linux/amd64").bytes, { kind: "add-rpath", path: "/x" }), /add rpath in an ELF file/);
  assert.match(
    refusal(buildProbe("linux/amd64").bytes, { kind: "set-interpreter", path: "/x" }),
    /static and has none/,
  );
  assert.match(refusal(buildProbe("windows/386").bytes, { kind: "sign" }), /sign in a Windows program/);
  assert.match(refusal(arm, { kind: "set-checksum" }), /set checksum in a Mach-O file/);
  assert.match(refusal(buildProbe("js/wasm").bytes, { kind: "sign" }), /format wasm/);
  const object = goTestdata().find(({ name }) => name === "debug/pe/gcc-386-mingw-obj");
  assert.match(refusal(object!.bytes, { kind: "set-checksum" }), /unsupported: An object file has no checksum/);
});

test("editBinary signs no file whose headers say that it is longer than it is", () => {
  const unsigned = intel.slice();
  const linkedit = new MachoFile(unsigned).segments.find(({ name }) => name === "__LINKEDIT")!;
  new DataView(unsigned.buffer).setBigUint64(linkedit.offset + 48, 1n << 40n, true);
  assert.match(refusal(unsigned, { kind: "sign" }), /unsupported: .* it should go on to byte 10995/);
});

test("changedRanges names the places that an edit touched", () => {
  const { bytes } = editBinary(arm, [{ kind: "add-rpath", path: "@executable_path" }]);
  const places = changedRanges(arm, bytes, inspectBinary(bytes)).map(({ place }) => place);
  assert.deepEqual([...new Set(places)], ["headers", "behind the sections"]);
  assert.deepEqual(changedRanges(arm, arm, inspectBinary(arm)), []);
});

test("editBinary of damaged programs throws typed errors only", () => {
  const edits: readonly BinaryEdit[] = [
    { kind: "add-rpath", path: "@executable_path" },
    { kind: "delete-library", path: "/usr/lib/libSystem.B.dylib" },
    { kind: "sign" },
    { kind: "set-checksum" },
    { kind: "set-runpath", path: "/x" },
    { kind: "add-resources", resources: programResources({ version: "1.0" }) },
  ];
  const files = [arm, buildProbe("windows/amd64").bytes, buildProbe("linux/amd64", { buildmode: "pie" }).bytes];
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.constantFrom(...edits),
      fc.array(fc.tuple(fc.nat(2047), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      (bytes, edit, changes) => {
        const copy = bytes.slice();
        for (const [at, value] of changes) copy[at] = value;
        try {
          editBinary(copy, [edit], { sha256: () => new Uint8Array(32) });
        } catch (error) {
          assert.ok(error instanceof EditError || error instanceof FormatError, String((error as Error).stack));
        }
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});
