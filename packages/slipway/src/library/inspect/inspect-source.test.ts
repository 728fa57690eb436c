import assert from "node:assert/strict";
import test from "node:test";
import { bytesSource } from "../../archive/zip/find-central.ts";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import { buildProbe } from "../../binary/testing/go-files.ts";
import { wasmBytes } from "../../binary/testing/small-files.ts";
import { deb, gzip, tar, xz, zip, zst } from "../../diff/testing/pack.ts";
import { ByteStore } from "../../platform/file/byte-store.ts";
import { inspectSource, type Looked } from "./inspect-source.ts";

const program = wasmBytes();

async function look(bytes: Uint8Array): Promise<Looked | undefined> {
  const store = new ByteStore(64 << 20);
  try {
    return await inspectSource(bytesSource(bytes), { store, sizes: false });
  } finally {
    await store.close();
  }
}

/** Format, package and programs of an archive, as one line each. */
async function told(bytes: Uint8Array): Promise<readonly string[]> {
  const inspection = (await look(bytes))?.inspection;
  assert.ok(inspection !== undefined);
  return [
    `${inspection.format} ${inspection.kind}`,
    JSON.stringify(inspection.details["package"]),
    ...inspection.parts.map((part) => `${part.name}: ${part.inspection?.format ?? "no program"}`),
  ];
}

test("inspectSource looks into archives of every kind", async () => {
  const members = [{ name: "README" }, { name: "bin/app", text: program }];
  const parts = ["null", "bin/app: wasm", "README: no program"];
  assert.deepEqual(await told(await tar(members)), ["tar archive", ...parts]);
  assert.deepEqual(await told(await gzip(await tar(members))), ["tar.gz archive", ...parts]);
  assert.deepEqual(await told(await xz(await tar(members))), ["tar.xz archive", ...parts]);
  assert.deepEqual(await told(await zst(await tar(members))), ["tar.zst archive", ...parts]);
  assert.deepEqual(await told(await zip(members)), ["zip archive", ...parts]);
  assert.deepEqual(await told(await gzip(program)), ["gzip archive", "null", ": wasm"]);
});

test("inspectSource tells packages by what is in them", async () => {
  const control =
    "Package: app\nVersion: 1.2-1\nArchitecture: arm64\nDepends: libc6 (>= 2.34), zlib1g\nDescription: An app\n More\n";
  const debian = deb({
    "debian-binary": new TextEncoder().encode("2.0\n"),
    "control.tar.gz": await gzip(await tar([{ name: "./control", text: control }])),
    "data.tar.xz": await xz(await tar([{ name: "usr/bin/app", text: program }])),
  });
  assert.deepEqual(await told(debian), [
    "deb package",
    '{"name":"app","version":"1.2-1","architecture":"arm64","depends":["libc6 (>= 2.34)","zlib1g"]}',
    "usr/bin/app: wasm",
  ]);
  const info =
    "# made by hand\npkgname = app\npkgver = 1.2-r0\narch = x86_64\ndepend = so:libc.musl-x86_64.so.1\ndepend = zlib\n";
  const alpine = [
    { name: ".PKGINFO", text: info },
    { name: "usr/bin/app", text: program },
  ];
  const facts =
    '{"name":"app","version":"1.2-r0","architecture":"x86_64","depends":["so:libc.musl-x86_64.so.1","zlib"]}';
  const parts = ["usr/bin/app: wasm", ".PKGINFO: no program"];
  assert.deepEqual(await told(await gzip(await tar(alpine))), ["apk package", facts, ...parts]);
  assert.deepEqual(await told(await zst(await tar(alpine))), ["arch package", facts, ...parts]);
  const npm = JSON.stringify({
    name: "@x/app",
    version: "1.2.0",
    os: ["linux"],
    cpu: ["x64"],
    dependencies: { a: "1" },
  });
  assert.deepEqual(
    await told(
      await gzip(
        await tar([
          { name: "package/package.json", text: npm },
          { name: "package/app", text: program },
        ]),
      ),
    ),
    [
      "npm package",
      '{"name":"@x/app","version":"1.2.0","architecture":"linux x64","depends":["a"]}',
      "package/app: wasm",
      "package/package.json: no program",
    ],
  );
  const metadata =
    "Metadata-Version: 2.4\nName: app\nVersion: 1.2\nRequires-Dist: six\n\nRequires-Dist: in the description\n";
  assert.deepEqual(
    await told(
      await zip([
        { name: "app-1.2.dist-info/METADATA", text: metadata },
        { name: "app/app", text: program },
      ]),
    ),
    [
      "wheel package",
      '{"name":"app","version":"1.2","depends":["six"]}',
      "app/app: wasm",
      "app-1.2.dist-info/METADATA: no program",
    ],
  );
});

test("inspectSource looks through the layers of an image", async () => {
  const layer = await gzip(await tar([{ name: "app", text: program }]));
  const image = await tar([
    { name: "oci-layout", text: '{"imageLayoutVersion":"1.0.0"}' },
    { name: "index.json", text: "{}" },
    { name: "blobs/sha256/aa", text: layer },
  ]);
  assert.deepEqual(await told(image), ["image package", "null", "blobs/sha256/aa: tar.gz", "index.json: no program"]);
});

test("inspectSource names the program inside that a finding is about", async () => {
  const bytes = buildProbe("linux/amd64").bytes.slice();
  const names = inspectBinary(bytes).sections.find((section) => section.name === ".strtab")!;
  bytes.fill(0x41, names.offset, names.offset + names.size);
  const looked = await look(await zip([{ name: "inner.tar", text: await tar([{ name: "bin/app", text: bytes }]) }]));
  const damage = looked?.findings.find((finding) => finding.code === "damaged-part");
  assert.equal(damage?.artifact, "inner.tar/bin/app");
  assert.equal(looked?.inspection.target, "linux/amd64");
});

test("inspectSource goes only so deep, and tells damaged members by name", async () => {
  let nested = await tar([{ name: "app", text: program }]);
  for (let depth = 0; depth < 8; depth++) nested = await tar([{ name: "inner", text: nested }]);
  let inspection = (await look(nested))?.inspection;
  let depth = 0;
  for (; inspection?.parts[0]?.inspection != null; depth++) inspection = inspection.parts[0].inspection;
  assert.ok(depth <= 6, `${depth}`);
  const broken = (await gzip(await tar([{ name: "x", text: "x".repeat(5000) }]))).subarray(0, 60);
  assert.deepEqual(
    await told(
      await tar([
        { name: "broken.gz", text: broken },
        { name: "app", text: program },
      ]),
    ),
    ["tar archive", "null", "app: wasm", "broken.gz: no program"],
  );
});

test("inspectSource gives nothing for what is no program and no archive", async () => {
  assert.equal(await look(new TextEncoder().encode("text")), undefined);
  assert.equal(await look(new Uint8Array(0)), undefined);
});
