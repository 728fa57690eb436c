import assert from "node:assert/strict";
import test from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { sha256, sha384Base64 } from "../../platform/hash.ts";
import { SlipwayError } from "../../errors.ts";
import { bundlePage } from "./bundle-page.ts";
import { goWebNames } from "./go-web-names.ts";
import { hostCompressors } from "./host-compressors.ts";
import { makeBundle, type BundleParts } from "./make-bundle.ts";

/** (module (func (export "add") (param i64 i64) (result i64) local.get 0) (func (export "_start"))) */
const PROGRAM = Uint8Array.from(
  Buffer.from(
    "0061736d01000000010a0260027e7e017e600000030302000107100203616464000006 5f73746172740001 0a090204002000 0b02000b".replaceAll(
      " ",
      "",
    ),
    "hex",
  ),
);

const PARTS: BundleParts = {
  name: "app",
  program: PROGRAM,
  kind: "wasip1",
  runtime: `export const run = 0;\n${"// comment\n".repeat(50)}`,
  sources: ["package main\n\n//go:wasmexport add\nfunc add(first, second int64) int64 { return first }\n"],
  assets: new Map([["style.css", new TextEncoder().encode("body {}\n")]]),
};

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test("makeBundle() names files by their digests and tells sizes and digests of all in the manifest", async () => {
  const files = await makeBundle(PARTS, undefined);
  const names = [...files.keys()];
  assert.deepEqual(names, [...names].sort());
  for (const name of names) {
    const digest = /-([0-9a-f]{12})\./.exec(name)?.[1];
    if (digest !== undefined) assert.ok(sha256(files.get(name)!).startsWith(digest), name);
  }
  const manifest = JSON.parse(text(files.get("manifest.json"))) as {
    program: string;
    preload: string[];
    files: Record<string, { size: number; integrity: string }>;
  };
  assert.deepEqual(
    Object.keys(manifest.files),
    names.filter((name) => name !== "manifest.json"),
  );
  for (const [name, { size, integrity }] of Object.entries(manifest.files)) {
    assert.equal(size, files.get(name)!.length);
    assert.equal(integrity, `sha384-${sha384Base64(files.get(name)!)}`);
  }
  assert.deepEqual(files.get(manifest.program), PROGRAM);
  assert.ok(manifest.preload.every((name) => files.has(name)));
  const page = text(files.get("index.html"));
  assert.match(page, /<link rel="icon" href="data:,">/);
  for (const name of names.filter((each) => /^(?:main|runtime)-|\.wasm$/.test(each)))
    assert.ok(page.includes(`./${name}`));
  assert.match(text(files.get("index.d.ts")), /^ {2}add\(first: bigint, second: bigint\): Promise<bigint>;$/m);
});

test("makeBundle() gives the same bytes each time, compressed files included", async () => {
  const once = await makeBundle(PARTS, hostCompressors(1));
  const again = await makeBundle({ ...PARTS, assets: new Map(PARTS.assets) }, hostCompressors(2));
  assert.deepEqual([...once], [...again]);
  const runtime = [...once.keys()].find((name) => /^runtime-.*\.js$/.test(name))!;
  assert.equal(brotliDecompressSync(once.get(`${runtime}.br`)!).toString(), PARTS.runtime);
  assert.equal(gunzipSync(once.get(`${runtime}.gz`)!).toString(), PARTS.runtime);
  // What does not get smaller has no compressed twin.
  assert.equal(once.has("style.css.br"), false);
});

test("hostCompressors() write brotli that no Node changes", async () => {
  const input = new TextEncoder().encode(Array.from({ length: 500 }, (_, index) => `line ${index * index}\n`).join(""));
  assert.equal(sha256(await hostCompressors(1).brotli(input)), BROTLI_OF_LINES);
});

const BROTLI_OF_LINES = "297aeefaa776682f96b0094caf9036b8f0c74839ac82e786f7974c756f40e015";

test("makeBundle() makes a package for npm in place of a page", async () => {
  const files = await makeBundle({ ...PARTS, npm: { name: "@me/app", version: "1.2.3" } }, undefined);
  const value = JSON.parse(text(files.get("package.json"))) as { name: string; version: string; exports: object };
  assert.equal(`${value.name}@${value.version}`, "@me/app@1.2.3");
  assert.equal(files.has("index.html"), false);
  assert.ok(Object.keys(value.exports).includes("."));
});

test("makeBundle() refuses a page without a place for the program, and assets with names of its own", async () => {
  const refused = (parts: BundleParts, words: RegExp): Promise<void> =>
    assert.rejects(makeBundle(parts, undefined), (error) => error instanceof SlipwayError && words.test(error.message));
  await refused({ ...PARTS, page: "<title>x</title>" }, /does not say where/);
  await refused(
    { ...PARTS, assets: new Map([["index.js", new Uint8Array()]]) },
    /"index\.js", which the bundle makes itself/,
  );
});

test("bundlePage() keeps what stands around the place, dollar signs included", () => {
  const page = `<p>$& $1</p>\n<script type='module' src='slipway.js'></script>\n<p>after</p>`;
  const files = {
    script: "main.js",
    modules: [{ name: "main.js", integrity: "x$&" }],
    program: "p",
  };
  const placed = bundlePage(page, files);
  assert.ok(
    placed.startsWith("<p>$& $1</p>\n<link") && placed.endsWith('integrity="x$&"></script>\n<p>after</p>'),
    placed,
  );
});

test("goWebNames() reads exports and registered functions out of Go sources", () => {
  const source = `package main

//go:wasmexport go_sum
//go:noinline
func sum(values *int32, count uint32, _ bool) int64 { return 0 }

//go:wasmexport say
func say(word, other string, /* why */ a, b float32) {}

//go:wasmexport bare
func bare(int32, string) (n uint64) {
	return 0
}

var cb = js.FuncOf(parse)

func main() {
	js.Global().Set("parse", js.FuncOf(parse))
	js.Global().Set( "load" , promise.AsyncFunc(load))
	js.Global().Set("title", "no function")
	js.Global().Get("window").Set("onWindow", cb)
	page := js.Global()
	page.Set("render", js.FuncOf(parse))
	element.Set("onclick", cb)
	js.Global().Get("document").Set("title", cb)
}
`;
  const { exports, registered } = goWebNames([source]);
  assert.deepEqual(Object.fromEntries(exports), {
    go_sum: { signature: "func sum(values *int32, count uint32, _ bool) int64", names: ["values", "count", ""] },
    say: {
      signature: "func say(word, other string, a, b float32)",
      names: ["wordPointer", "wordLength", "otherPointer", "otherLength", "a", "b"],
    },
    bare: { signature: "func bare(int32, string) (n uint64)", names: ["", "", ""] },
  });
  assert.deepEqual(
    registered.map(({ name, async }) => `${name} ${async}`),
    ["load true", "onWindow false", "parse false", "render false"],
  );
});
