import assert from "node:assert/strict";
import test from "node:test";
import { bytesSource } from "../../archive/zip/find-central.ts";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import { buildProbe } from "../../binary/testing/go-files.ts";
import { wasmBytes } from "../../binary/testing/small-files.ts";
import { deb, gzip, rpm, tar, xz, zip, zst } from "../../diff/testing/pack.ts";
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

test("inspectSource says what it could not read, and looks into the rest", async () => {
  const encrypted = await zip([
    { name: "secret", text: program },
    { name: "app", text: program },
  ]);
  // The first member's flag in its central header.
  const central = Buffer.from(encrypted).indexOf("PK\x01\x02");
  encrypted[central + 8]! |= 1;
  const looked = await look(encrypted);
  assert.deepEqual(
    looked?.inspection.parts.map(({ name, inspection }) => [name, inspection?.format]),
    [
      ["app", "wasm"],
      ["secret", undefined],
    ],
  );
  assert.match(looked?.inspection.problems[0]?.message ?? "", /^secret: Member "secret" is encrypted/);
  let nested = await zip([{ name: "app", text: program }]);
  for (let depth = 0; depth < 8; depth++) nested = await zip([{ name: "inner", text: nested }]);
  const problems = (await look(nested))?.inspection.problems.map(({ message }) => message);
  assert.deepEqual(problems, [`${"inner: ".repeat(6)}An archive in 6 others is not opened (at offset 0)`]);
});

test("inspectSource tells what a package says of itself where its files cannot be read", async () => {
  const control = await gzip(await tar([{ name: "./control", text: "Package: app\nVersion: 1\nArchitecture: all\n" }]));
  const old = deb({
    "debian-binary": new TextEncoder().encode("2.0\n"),
    "control.tar.gz": control,
    "data.tar.bz2": new TextEncoder().encode("BZh91AY&SY"),
  });
  const debian = (await look(old))?.inspection;
  assert.deepEqual(debian?.details["package"], { name: "app", version: "1", architecture: "all" });
  assert.deepEqual(debian?.problems, [{ message: "data.tar.bz2: It is a file compressed with bzip2 (at offset 0)" }]);
  const red = (await look(rpm({ 1000: "app", 1001: "1", 1002: "2" }, new TextEncoder().encode("BZh91AY&SY"))))
    ?.inspection;
  assert.deepEqual(red?.details["package"], { name: "app", version: "1-2" });
  assert.deepEqual(red?.problems, [{ message: "payload: It is a file compressed with bzip2 (at offset 0)" }]);
});

test("inspectSource looks into zips that nobody could unpack everywhere", async () => {
  const bytes = Buffer.from(await zip(["x-lower", "X.upper"].map((name) => ({ name, text: program }))));
  const odd = Buffer.from(bytes.toString("latin1").replaceAll("x-lower", "x.upper"), "latin1");
  assert.deepEqual(
    (await look(new Uint8Array(odd)))?.inspection.parts.map(({ name }) => name),
    ["x.upper", "X.upper"],
  );
});

/** A tar whose header at `at` has other bytes, with the sum that belongs to them. */
function withHeader(archive: Uint8Array, at: number, fields: Readonly<Record<number, string>>): Uint8Array {
  const bytes = archive.slice();
  const header = bytes.subarray(at, at + 512);
  for (const [place, text] of Object.entries(fields)) header.set(Buffer.from(text, "latin1"), Number(place));
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(Buffer.from(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return bytes;
}

test("inspectSource knows tars from before ustar", async () => {
  const old = withHeader(await tar([{ name: "app", text: program }]), 0, { 257: "\0".repeat(8) });
  assert.deepEqual(await told(old), ["tar archive", "null", "app: wasm"]);
  old[148] = 0x37;
  assert.equal(await look(old), undefined);
});

test("inspectSource names sparse files, and reads what follows them", async () => {
  const members = await tar([
    { name: "holes", text: "data" },
    { name: "app", text: program },
  ]);
  // GNU's older form: the flag S, the whole size, and here one more block of the map.
  const head = withHeader(members, 0, { 156: "S", 482: "\x01", 483: "00000100000\0" }).subarray(0, 512);
  const sparse = new Uint8Array(Buffer.concat([head, new Uint8Array(512), members.subarray(512)]));
  assert.deepEqual(await told(sparse), ["tar archive", "null", "app: wasm", "holes: no program"]);
  assert.match((await look(sparse))?.inspection.problems[0]?.message ?? "", /^holes: Member "holes" is a sparse file/);
});

test("inspectSource gives nothing for what is no program and no archive", async () => {
  assert.equal(await look(new TextEncoder().encode("text")), undefined);
  assert.equal(await look(new Uint8Array(0)), undefined);
});
