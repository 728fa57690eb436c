import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { buildProbe, goTestdata } from "../../binary/testing/go-files.ts";
import { arBytes, componentBytes, wasmBytes } from "../../binary/testing/small-files.ts";
import { gzip, tar, zip } from "../../diff/testing/pack.ts";
import { runSlipway } from "../testing/run-slipway.ts";

const schema = path.resolve(import.meta.dirname, "../../../../../docs/inspect.schema.json");
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(schema, "utf8")) as object,
);

interface Told {
  readonly file: string;
  readonly target: string;
  readonly go: { readonly version: string; readonly deps: readonly { readonly path: string }[] };
}

test("inspect --json prints one object a line for each file, which docs/inspect.schema.json describes", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-inspect-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const made = { "lib.a": arBytes(), "module.wasm": wasmBytes(), "component.wasm": componentBytes() };
  for (const [name, bytes] of Object.entries(made)) writeFileSync(path.join(folder, name), bytes);
  const members = [{ name: "README" }, { name: "app", text: wasmBytes() }];
  const packed = { "a.zip": await zip(members), "a.tar.gz": await gzip(await tar(members)) };
  for (const [name, bytes] of Object.entries({ ...packed })) writeFileSync(path.join(folder, name), bytes);
  const probes = ["linux/amd64", "windows/386", "darwin/arm64", "js/wasm"].map((target) => buildProbe(target).path);
  const others = goTestdata()
    .map((file) => file.path)
    .filter((file) => /elf_(?:gcc|libtiff|hello)|pe_gcc|macho_(?:fat|gcc|clang)|plan9|xcoff/.test(file));
  const files = [...Object.keys({ ...made, ...packed }).map((name) => path.join(folder, name)), ...probes, ...others];
  const run = await runSlipway(["inspect", "--json", "--size", ...files], { cwd: folder });
  assert.equal(run.code, 0, run.stderr);
  const told = run.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Told);
  assert.deepEqual(
    told.map((each) => each.file),
    files,
  );
  for (const each of told) assert.ok(validate(each), `${each.file}: ${JSON.stringify(validate.errors, null, 1)}`);
  const probe = told.find((each) => each.file === probes[2])!;
  assert.equal(probe.target, "darwin/arm64");
  assert.deepEqual(
    probe.go.deps.map((dep) => dep.path),
    ["example.com/dep"],
  );
  assert.equal(validate({ ...probe, surprise: 1 }), false);
  assert.equal(validate({ ...probe, target: "darwin" }), false);
  assert.equal(validate({ ...probe, sizes: { bytes: 1 } }), false);
});

test("inspect tells what it could read, then all that it could not", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-inspect-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, "text"), "no program");
  writeFileSync(path.join(folder, "module.wasm"), wasmBytes());
  const run = await runSlipway(["inspect", "gone", "module.wasm", "text"], { cwd: folder });
  assert.equal(run.code, 1);
  assert.match(run.stdout, /^module\.wasm\n {2}A WebAssembly module\n/);
  assert.match(run.stderr, /error\[file-not-found\]: There is no file "gone"/);
  assert.match(
    run.stderr,
    /error\[binary-unreadable\]: Cannot read "text" as a program\n {2}expected: a program, library, archive or package\n {2}actual: {3}text\n/,
  );
});

test("inspect looks into every file of a folder and counts what is no program", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-inspect-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, "dist/deep"), { recursive: true });
  writeFileSync(path.join(folder, "dist/deep/app.wasm"), wasmBytes());
  writeFileSync(path.join(folder, "dist/app.zip"), await zip([{ name: "app.wasm", text: wasmBytes() }]));
  writeFileSync(path.join(folder, "dist/checksums.txt"), "none\n");
  symlinkSync("nowhere", path.join(folder, "dist/dangling"));
  symlinkSync("..", path.join(folder, "dist/deep/up"));
  const run = await runSlipway(["inspect", "dist/"], { cwd: folder });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^dist\/app\.zip\n {2}A zip archive, with 1 program\n/);
  assert.match(run.stdout, /^dist\/app\.zip: app\.wasm\n {2}A WebAssembly module$/m);
  assert.match(run.stdout, /^dist\/deep\/app\.wasm\n {2}A WebAssembly module$/m);
  assert.equal(run.stderr.trim(), "left out: files that are no programs, 3");
});

test("inspect tells sizes, and what grew since an older build, on the terminal and as a page", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "slipway-inspect-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const before = buildProbe("linux/amd64").path;
  const after = buildProbe("linux/amd64", { files: { "assets/hello.txt": "x".repeat(50_000) } }).path;
  const sizes = await runSlipway(["inspect", "--size", after], { cwd: folder });
  assert.match(sizes.stdout, /^by module\n/m);
  const grown = await runSlipway(["inspect", "--since", before, after], { cwd: folder });
  assert.equal(grown.code, 0, grown.stderr);
  assert.match(grown.stdout, /assets\/hello\.txt +\+50\.0 kB/);
  const json = await runSlipway(["inspect", "--json", "--since", before, after], { cwd: folder });
  assert.deepEqual((JSON.parse(json.stdout) as { embedded: unknown }).embedded, [
    { name: "assets/hello.txt", before: 15, after: 50_000 },
  ]);
  const page = await runSlipway(["inspect", "--html", "out/sizes.html", "--since", before, after], { cwd: folder });
  assert.equal(page.code, 0, page.stderr);
  assert.match(readFileSync(path.join(folder, "out/sizes.html"), "utf8"), /^<!doctype html>/);
  const two = await runSlipway(["inspect", "--html", "x.html", before, after], { cwd: folder });
  assert.equal(two.code, 2);
});
