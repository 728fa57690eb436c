import assert from "node:assert/strict";
import test from "node:test";
import { EditError } from "../edit-error.ts";
import { buildProbe } from "../testing/go-files.ts";
import { iconResources } from "./icon-resources.ts";
import { peChecksum } from "./pe-checksum.ts";
import { RESOURCE } from "./pe-constants.ts";
import { PeFile } from "./pe-file.ts";
import { addResources, writeSyso } from "./write-resources.ts";
import type { NewResource } from "./write-resources.ts";
import { writeVersionInfo } from "./write-version-info.ts";

const VERSION = {
  fileVersion: "v1.2.3-rc.1",
  productVersion: "1.2.3.4",
  strings: { ProductName: "Probe", LegalCopyright: "© Ünïcode", CompanyName: "" },
};
const MANIFEST = '<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"/>';

/** An icon file with two tiny images. */
function ico(): Uint8Array {
  const bytes = new Uint8Array(6 + 2 * 16 + 7);
  const view = new DataView(bytes.buffer);
  view.setUint16(2, 1, true);
  view.setUint16(4, 2, true);
  for (const [index, [size, length, offset]] of [
    [16, 3, 38],
    [32, 4, 41],
  ].entries()) {
    bytes[6 + index * 16] = size!;
    bytes[7 + index * 16] = size!;
    view.setUint16(10 + index * 16, 1, true);
    view.setUint16(12 + index * 16, 32, true);
    view.setUint32(14 + index * 16, length!, true);
    view.setUint32(18 + index * 16, offset!, true);
  }
  bytes.set([1, 2, 3, 4, 5, 6, 7], 38);
  return bytes;
}

const resources: readonly NewResource[] = [
  { type: RESOURCE.VERSION, name: 1, bytes: writeVersionInfo(VERSION) },
  { type: RESOURCE.MANIFEST, name: 1, bytes: new TextEncoder().encode(MANIFEST) },
  ...iconResources(ico()),
];

function check(file: PeFile): void {
  assert.deepEqual(
    file.resources.map(({ type, name, language }) => [type, name, language]),
    [
      [RESOURCE.ICON, 100, 0x409],
      [RESOURCE.ICON, 101, 0x409],
      [RESOURCE.GROUP_ICON, 1, 0x409],
      [RESOURCE.VERSION, 1, 0x409],
      [RESOURCE.MANIFEST, 1, 0x409],
    ],
  );
  assert.deepEqual([...file.resources[0]!.bytes], [1, 2, 3]);
  assert.deepEqual([...file.resources[1]!.bytes], [4, 5, 6, 7]);
  assert.equal(file.manifest, MANIFEST);
  assert.deepEqual(file.versionInfo, { fileVersion: "1.2.3.0", productVersion: "1.2.3.4", strings: VERSION.strings });
}

test("addResources gives a linked program version, manifest and icon, and a right checksum", () => {
  for (const ldflags of ["", "-s -w"]) {
    const { bytes } = buildProbe("windows/386", { ldflags });
    const before = new PeFile(bytes);
    const after = new PeFile(addResources(bytes, resources));
    check(after);
    assert.equal(after.sections.length, before.sections.length + 1);
    assert.deepEqual(after.symbols, before.symbols);
    assert.equal(after.optional!.checksum, peChecksum(after.bytes));
    assert.equal(after.optional!.imageSize % after.optional!.sectionAlignment, 0);
    for (const section of before.sections) {
      assert.deepEqual(after.sectionBytes(after.section(section.name)!), before.sectionBytes(section));
    }
  }
});

test("addResources refuses a program that has resources", () => {
  const once = addResources(buildProbe("windows/386").bytes, resources);
  assert.throws(
    () => addResources(once, resources),
    (error) => error instanceof EditError && error.refusal === "duplicate",
  );
});

test("writeSyso makes an object that the go command links into the program", () => {
  const syso = writeSyso(resources, "386");
  const object = new PeFile(syso);
  assert.equal(object.kind, "object");
  assert.deepEqual(
    object.symbols.map(({ name, section }) => [name, section]),
    [[".rsrc", 1]],
  );
  const files = { "rsrc_windows_386.syso": Buffer.from(syso).toString("latin1") };
  check(new PeFile(buildProbe("windows/386", { binaryFiles: files }).bytes));
});

test("writeSyso refuses an architecture without Windows, writeVersionInfo a number that Windows cannot hold", () => {
  assert.throws(() => writeSyso(resources, "riscv64"), /Cannot write resources for windows\/riscv64/);
  assert.throws(
    () => writeVersionInfo({ ...VERSION, fileVersion: "1.70000" }),
    /"1.70000": Windows knows numbers up to 65535/,
  );
});
