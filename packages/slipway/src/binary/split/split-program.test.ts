import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "node:zlib";
import { EditError } from "../edit-error.ts";
import { ElfFile } from "../elf/elf-file.ts";
import { readGoFunctions } from "../go/go-functions.ts";
import { inspectBinary } from "../inspect/inspect-binary.ts";
import { MachoFile } from "../macho/macho-file.ts";
import { verifyPages } from "../macho/verify-pages.ts";
import { judge } from "../policy/judge.ts";
import { buildProbe } from "../testing/go-files.ts";
import { splitElf } from "./split-elf.ts";
import { splitMacho } from "./split-macho.ts";

const options = { debugName: "probe.debug", crc32: (bytes: Uint8Array) => crc32(bytes) };
const ASKED = { rules: { unstripped: "error", "debug-data": "error" } } as const;

for (const [target, more] of [
  ["linux/amd64", {}],
  ["linux/amd64", { buildmode: "pie" }],
  ["linux/386", {}],
  ["linux/s390x", {}],
  ["linux/arm64", {}],
  ["freebsd/amd64", {}],
] as const) {
  test(`splitElf divides a program for ${target} ${JSON.stringify(more)}`, () => {
    const { bytes } = buildProbe(target, more);
    const { program, debug, id, hasDebug } = splitElf(bytes, options);
    assert.equal(hasDebug, true);
    const [whole, stripped, apart] = [bytes, program, debug].map((each) => new ElfFile(each));
    // What a loader maps is the same but for the old section headers, which lay in between.
    assert.deepEqual(stripped!.segments, whole!.segments);
    for (const section of stripped!.sections.filter(({ flags }) => (flags & 2n) !== 0n)) {
      const before = whole!.section(section.name)!;
      assert.deepEqual([section.address, section.offset, section.size], [before.address, before.offset, before.size]);
      assert.deepEqual(stripped!.sectionBytes(section), whole!.sectionBytes(before), section.name);
    }
    const inspection = inspectBinary(program);
    assert.deepEqual(judge(inspection, program, ASKED), []);
    assert.deepEqual(inspection.problems, []);
    assert.equal(inspection.go?.path, "example.com/probe");
    assert.deepEqual(readGoFunctions(stripped!), readGoFunctions(whole!));
    const link = stripped!.section(".gnu_debuglink")!;
    const linked = stripped!.sectionBytes(link);
    assert.equal(new TextDecoder().decode(linked.subarray(0, 12)), "probe.debug\0");
    const order = stripped!.header.littleEndian;
    assert.equal(new DataView(linked.buffer, linked.byteOffset).getUint32(12, order), crc32(debug));

    assert.equal(inspectBinary(debug).kind, "debug");
    assert.equal(inspectBinary(debug).details["buildId"], id);
    assert.equal(inspection.details["buildId"], id);
    assert.deepEqual(apart!.symbols, whole!.symbols);
    for (const section of whole!.sections.filter(({ name }) => name.startsWith(".debug_")))
      assert.deepEqual(apart!.sectionBytes(apart!.section(section.name)!), whole!.sectionBytes(section), section.name);
    assert.deepEqual(splitElf(bytes, options), { program, debug, id, hasDebug });
  });
}

for (const target of ["darwin/arm64", "darwin/amd64"]) {
  test(`splitMacho divides a program for ${target} and signs it as it was`, () => {
    const { bytes } = buildProbe(target, { ldflags: "-compressdwarf=false" });
    const { program, debug, id, hasDebug } = splitMacho(bytes, options);
    assert.equal(hasDebug, true);
    const [whole, stripped, apart] = [bytes, program, debug].map((each) => new MachoFile(each));
    assert.equal(stripped!.uuid, id);
    assert.equal(apart!.uuid, id);
    assert.equal(stripped!.signature?.linkerSigned, whole!.signature?.linkerSigned);
    assert.deepEqual(verifyPages(stripped!)?.bad ?? [], []);
    assert.deepEqual(stripped!.imports, whole!.imports);
    for (const section of stripped!.sections)
      assert.deepEqual(
        stripped!.sectionBytes(section),
        whole!.sectionBytes(
          whole!.sections.find((each) => each.name === section.name && each.segment === section.segment)!,
        ),
      );
    const inspection = inspectBinary(program);
    assert.deepEqual(judge(inspection, program, ASKED), []);
    assert.deepEqual(inspection.problems, []);
    assert.deepEqual(readGoFunctions(stripped!), readGoFunctions(whole!));
    assert.equal(inspectBinary(debug).kind, "debug");
    assert.deepEqual(
      apart!.symbols.map(({ name, value }) => [name, value]),
      whole!.symbols.map(({ name, value }) => [name, value]),
    );
    for (const section of whole!.sections.filter(({ segment }) => segment === "__DWARF"))
      assert.deepEqual(apart!.sectionBytes(apart!.section(section.name)!), whole!.sectionBytes(section), section.name);
  });
}

test("a program without symbols and DWARF is refused by name", () => {
  for (const [split, target] of [
    [splitElf, "linux/amd64"],
    [splitMacho, "darwin/arm64"],
  ] as const) {
    const { bytes } = buildProbe(target, { ldflags: "-s -w" });
    assert.throws(
      () => split(bytes, options),
      (error) => error instanceof EditError && /neither symbols nor DWARF; build without -s -w/.test(error.message),
    );
  }
});
