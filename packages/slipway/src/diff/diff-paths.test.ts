import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { buildProbe } from "../binary/testing/go-files.ts";
import { noise } from "../archive/testing/sample-entries.ts";
import { diffPage } from "../report/diff-page.ts";
import { diffPaths } from "./diff-paths.ts";
import type { Difference } from "./difference.ts";
import { cpio, deb, gzip, rpm, tar, xz, zip, zst } from "./testing/pack.ts";

const folder = mkdtempSync(path.join(tmpdir(), "slipway-diff-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** Compares two files, or two folders of files. */
async function diff(a: Contents, b: Contents): Promise<Difference> {
  const home = path.join(folder, `${count++}`);
  const place = (side: string, contents: Contents): string => {
    const at = path.join(home, side);
    if (typeof contents !== "string" && !(contents instanceof Uint8Array)) {
      for (const [name, content] of Object.entries(contents)) {
        mkdirSync(path.dirname(path.join(at, name)), { recursive: true });
        writeFileSync(path.join(at, name), content);
      }
    } else {
      mkdirSync(home, { recursive: true });
      writeFileSync(at, contents);
    }
    return at;
  };
  return diffPaths(place("a", a), place("b", b), { dir: "." });
}

type Contents = string | Uint8Array | Readonly<Record<string, string | Uint8Array>>;

function told(difference: Difference): string[] {
  return difference.causes.map((cause) => `${cause.code} ${cause.subject}`);
}

const MEMBERS = [
  { name: "LICENSE", text: "free\n" },
  { name: "app", text: noise(5000), mode: 0o755 },
];

test("diffPaths() finds equal files and equal folders the same", async () => {
  assert.deepEqual(await diff("x", "x"), { same: true, causes: [], residual: [], compared: 1, leftOut: [] });
  assert.deepEqual((await diff({ "a/b": "x", c: "y" }, { "a/b": "x", c: "y" })).same, true);
});

test("diffPaths() names what differs in the headers of tar members, and where they stand", async () => {
  const one = await tar(MEMBERS);
  const cases = [
    [{ mtime: 1_700_000_060 }, "member-time time of members"],
    [{ mode: 0o700 }, "member-mode mode of members"],
    [{ owner: "root" }, "member-owner owner of members"],
  ] as const;
  for (const [change, cause] of cases) {
    const difference = await diff(one, await tar([MEMBERS[0]!, { ...MEMBERS[1]!, ...change }]));
    assert.deepEqual(told(difference), [cause]);
    assert.deepEqual(difference.causes[0]!.places, [{ path: "app", offsetA: 1024, offsetB: 1024 }]);
    assert.deepEqual(difference.residual, []);
  }
});

test("diffPaths() looks through every compression, and tells a difference in it alone from one inside", async () => {
  const one = await tar(MEMBERS);
  const other = await tar([{ name: "LICENSE", text: "free!\n" }, MEMBERS[1]!]);
  for (const pack of [gzip, xz, zst]) {
    const inside = await diff(await pack(one), await pack(other));
    assert.deepEqual(told(inside), ["text line 1"], pack.name);
    assert.deepEqual(inside.causes[0]!.places, [{ path: "LICENSE" }]);
  }
  const level = await diff(gzipSync(one, { level: 1 }), gzipSync(one, { level: 9 }));
  assert.deepEqual(
    level.causes.map((cause) => cause.code),
    ["compressed-header", "compression"],
  );
  assert.deepEqual(told(await diff(await gzip(one), await gzip(one, "x.tar"))), ["compressed-header gzip name"]);
});

test("diffPaths() tells the order of members and what one side lacks", async () => {
  const reversed = await diff(await zip(MEMBERS), await zip([...MEMBERS].reverse()));
  assert.deepEqual(told(reversed), ["member-order members"]);
  const lacking = await diff(await zip(MEMBERS), await zip(MEMBERS.slice(1)));
  assert.deepEqual(told(lacking), ["missing LICENSE"]);
  assert.deepEqual([lacking.causes[0]!.a, lacking.causes[0]!.b], ["present", null]);
});

test("diffPaths() opens packages within archives, down to the program and its cause", async () => {
  const program = (date: string): Uint8Array =>
    buildProbe("linux/amd64", { variables: `-X main.version=v1.2.3 -X 'main.date=${date}'` }).bytes;
  const packed = async (date: string): Promise<Uint8Array> => {
    const data = await gzip(await tar([{ name: "usr/bin/probe", text: program(date), mode: 0o755 }]));
    const control = await gzip(await tar([{ name: "control", text: "Package: probe\n" }]));
    const debian = new TextEncoder().encode("2.0\n");
    const bytes = deb({ "debian-binary": debian, "control.tar.gz": control, "data.tar.gz": data });
    return zip([{ name: "probe.deb", text: bytes }]);
  };
  const difference = await diff(await packed("2026-01-02 03:04"), await packed("2026-01-02 03:09"));
  assert.deepEqual(told(difference), ["variable main.date"]);
  assert.equal(difference.causes[0]!.places[0]!.path, "probe.deb/data.tar.gz/usr/bin/probe");
  assert.match(difference.causes[0]!.hint ?? "", /clock/);
});

test("diffPaths() tells one cause of many files once, and puts what follows from it last", async () => {
  const archive = async (text: string): Promise<Uint8Array> => gzip(await tar([{ name: "app", text }]));
  const sums = (digest: string): string => `${digest.repeat(64)}  app_1.0.0.tar.gz\n`;
  const one = { "app_1.0.0.tar.gz": await archive("v1\n"), app: "v1\n", "sums.txt": sums("a") };
  const other = { "app_1.0.0.tar.gz": await archive("v2\n"), app: "v2\n", "sums.txt": sums("b") };
  const difference = await diff(one, other);
  assert.deepEqual(told(difference), ["text line 1", "digest digests"]);
  assert.deepEqual(
    difference.causes[0]!.places.map((place) => place.path),
    ["app", "app_1.0.0.tar.gz/app"],
  );
});

test("diffPaths() pairs files whose names differ in the version alone", async () => {
  const difference = await diff(
    { "app_1.0.0_linux.txt": "same\n", "list.txt": "app_1.0.0_linux.txt\n" },
    { "app_1.0.1-rc.1_linux.txt": "same\n", "list.txt": "app_1.0.1-rc.1_linux.txt\n" },
  );
  assert.deepEqual(told(difference), ["renamed version in file names", "digest names"]);
  assert.deepEqual([difference.causes[0]!.a, difference.causes[0]!.b], ["1.0.0", "1.0.1-rc.1"]);
});

test("diffPaths() tells an order that nothing decided from one that a locale decided", async () => {
  const lines = (...words: string[]): string => words.join("\n");
  const map = await diff(lines("b", "a", "c"), lines("c", "a", "b"));
  assert.deepEqual([map.causes[0]!.code, /map/.test(map.causes[0]!.hint!)], ["order", true]);
  const locale = await diff(lines("B", "a", "c"), lines("a", "B", "c"));
  assert.deepEqual([locale.causes[0]!.code, /locale/.test(locale.causes[0]!.hint!)], ["order", true]);
});

test("diffPaths() tells which values of JSON differ, and digests in it last", async () => {
  const one = JSON.stringify({ files: [{ size: 1, sha256: "a".repeat(64) }], date: "2026-01-02T03:04:05Z", n: 1 });
  const other = JSON.stringify({ files: [{ size: 2, sha256: "b".repeat(64) }], date: "2026-01-02T03:04:06Z", n: 1 });
  const difference = await diff(one, other);
  assert.deepEqual(told(difference), ["json $.date", "digest digests"]);
});

test("diffPaths() compares what cannot be read as bytes and says why", async () => {
  const one = await gzip(await tar(MEMBERS));
  const cut = await diff(one, one.slice(0, 2000));
  assert.equal(cut.causes[0]!.code, "unreadable");
  assert.equal(cut.residual[0]!.part, "bytes");
  const other = one.slice();
  other[40]! ^= 0xff;
  assert.equal((await diff(one, other)).causes[0]!.code, "unreadable");
  assert.deepEqual(told(await diff(one, "text\n")), ["kind kind of file"]);
});

test("diffPaths() keeps a bomb within bounds", async () => {
  const bomb = (name: string): Uint8Array =>
    gzipSync(gzipSync(Buffer.concat([Buffer.alloc(16 << 20), Buffer.from(name)])));
  const difference = await diff(bomb("a"), bomb("b"));
  assert.equal(difference.same, false);
});

test("diffPaths() refuses what is not there, and tells a file from a folder", async () => {
  await assert.rejects(diffPaths("nowhere", ".", { dir: folder }), { code: "usage" });
  assert.deepEqual(told(await diff("x", { y: "x" })), ["kind kind of file"]);
});

test("diffPaths() looks into images by what their parts are, in a folder, a tar, and as docker saves them", async () => {
  const blob = (bytes: string | Uint8Array): readonly [string, Uint8Array] => {
    const content = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    return [createHash("sha256").update(content).digest("hex"), content];
  };
  const image = async (created: string, program: string): Promise<Record<string, Uint8Array>> => {
    const files: Record<string, Uint8Array> = { "oci-layout": Buffer.from('{"imageLayoutVersion":"1.0.0"}') };
    const add = (bytes: string | Uint8Array): string => {
      const [digest, content] = blob(bytes);
      files[`blobs/sha256/${digest}`] = content;
      return `sha256:${digest}`;
    };
    const layer = add(await gzip(await tar([{ name: "app", text: program }])));
    const config = add(JSON.stringify({ created, config: { Entrypoint: ["/app"] } }));
    const manifest = add(JSON.stringify({ config: { digest: config }, layers: [{ digest: layer }] }));
    const platform = { os: "linux", architecture: "amd64" };
    files["index.json"] = Buffer.from(JSON.stringify({ manifests: [{ digest: manifest, platform }] }));
    return files;
  };
  const one = await image("2026-01-02T03:04:05Z", "v1");
  const other = await image("2026-01-02T03:04:06Z", "v2");
  const packed = (files: Record<string, Uint8Array>): Promise<Uint8Array> =>
    tar(Object.entries(files).map(([name, text]) => ({ name, text })));
  for (const difference of [await diff(one, other), await diff(await packed(one), await packed(other))]) {
    assert.deepEqual(told(difference), ["image-created $.created", "text line 1", "digest digests"]);
    assert.deepEqual(
      difference.causes.map((cause) => cause.places.map((place) => place.path)),
      [["linux/amd64/config"], ["linux/amd64/layer 1/app"], ["index.json", "linux/amd64/manifest"]],
    );
  }
  const saved = async (program: string): Promise<Uint8Array> => {
    const layer = await tar([{ name: "app", text: program }]);
    const [digest] = blob(layer);
    const manifest = JSON.stringify([{ Config: "config.json", Layers: [`${digest}/layer.tar`] }]);
    return tar([
      { name: "config.json", text: "{}" },
      { name: `${digest}/layer.tar`, text: layer },
      { name: "manifest.json", text: manifest },
    ]);
  };
  const difference = await diff(await saved("v1"), await saved("v2"));
  assert.ok(
    difference.causes.some((cause) => cause.places[0]?.path === "image/layer 1/app"),
    told(difference).join(),
  );
});

test("diffPage() shows every cause and place, and keeps markup of strangers out", async () => {
  const difference = await diff({ "<b>": "one\n", "list.txt": "x\n" }, { "<b>": "two\n", "list.txt": "<script>\n" });
  const page = diffPage(difference, { a: "a<", b: "b" });
  assert.match(page, /<!doctype html>/);
  assert.match(page, /&lt;b&gt;/);
  assert.ok(!page.includes("<script>"));
  assert.match(diffPage(await diff("x", "x"), { a: "a", b: "b" }), /equal byte for byte/);
});

test("diffPaths() looks into RPM, Alpine, npm and Python packages", async () => {
  const tags = { 1000: "app", 1006: 1_700_000_000, 1007: "builder-1" };
  const payload = async (text: string): Promise<Uint8Array> => gzip(cpio({ "./usr/bin/app": text }));
  const one = rpm(tags, await payload("v1"));
  const built = await diff(one, rpm({ ...tags, 1006: 1_700_000_060, 1007: "builder-2" }, await payload("v1")));
  assert.deepEqual(told(built), ["package-field rpm BUILDTIME", "package-field rpm BUILDHOST"]);
  assert.match(built.causes[0]!.hint ?? "", /clock/);
  const inside = await diff(one, rpm(tags, await payload("v2")));
  assert.deepEqual(told(inside), ["text line 1"]);
  assert.equal(inside.causes[0]!.places[0]!.path, "payload/usr/bin/app");

  // An Alpine package is several gzip members, whose tars have one end in all.
  const apk = async (text: string): Promise<Uint8Array> => {
    const control = (await tar([{ name: ".PKGINFO", text: "pkgname = app\n" }])).subarray(0, 1024);
    return new Uint8Array(Buffer.concat([await gzip(control), await gzip(await tar([{ name: "usr/bin/app", text }]))]));
  };
  assert.equal((await diff(await apk("v1"), await apk("v2"))).causes[0]!.places[0]!.path, "usr/bin/app");

  const wheel = (text: string, sum: string): Promise<Uint8Array> =>
    zip([
      { name: "app/__init__.py", text },
      { name: "app.dist-info/RECORD", text: `app/__init__.py,sha256=${sum.repeat(43)},12\n` },
    ]);
  assert.deepEqual(told(await diff(await wheel("a = 1\n", "x"), await wheel("a = 2\n", "y"))), [
    "text line 1",
    "digest digests",
  ]);
});

test("diffPaths() takes damaged containers of every kind without another error than a cause", async () => {
  const text = "some content that is long enough to be compressed, some content that is long enough\n";
  const containers = [
    await tar(MEMBERS),
    await zip([{ name: "a", text }]),
    await gzip(await tar([{ name: "a", text }])),
    await xz(await tar([{ name: "a", text }])),
    await zst(await tar([{ name: "a", text }])),
    deb({ "debian-binary": new TextEncoder().encode("2.0\n"), "data.tar": await tar([{ name: "a", text }]) }),
    rpm({ 1000: "app", 1006: 17 }, await gzip(cpio({ a: text }))),
    cpio({ a: text, b: text }),
  ];
  let state = 7;
  const random = (below: number): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  for (const bytes of containers) {
    for (let round = 0; round < 25; round++) {
      const other = bytes.slice(0, round % 5 === 0 ? random(bytes.length) : bytes.length);
      for (let count = 0; count <= random(4) && other.length > 0; count++) other[random(other.length)] = random(256);
      const difference = await diff(bytes, other);
      assert.equal(difference.same, Buffer.compare(bytes, other) === 0);
      assert.ok(difference.same || difference.causes.length > 0);
    }
  }
});

test("diffPaths() leaves reports of two dist folders out and says so, and those of other folders in", async () => {
  const dist = (time: string) => ({ "artifacts.json": "[]", "metadata.json": "{}", "report.json": time });
  const difference = await diff(dist("1"), dist("2"));
  assert.deepEqual([difference.same, difference.leftOut], [true, ["report.json"]]);
  const folders = await diff({ "report.json": "1" }, { "report.json": "2" });
  assert.deepEqual([folders.same, folders.leftOut], [false, []]);
});
