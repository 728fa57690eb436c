import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

needPrograms({ "wasm-opt": "binaryen", unzip: "unzip" });
const examples = path.resolve(import.meta.dirname, "..", "..", "..", "..", "..", "examples");

const MODULE = {
  ".gitignore": "dist/\nbundle/\n",
  "go.mod": "module example.test/adder\n\ngo 1.24\n",
  "main.go": `package main

//go:wasmexport add
func add(first, second int64) int64 { return first + second }

func main() { println("adder") }
`,
  "page.html": `<!doctype html><title>t</title><pre id="output"></pre><script type="module" src="slipway.js"></script>\n`,
  "slipway.yaml": `version: 2
project_name: adder
builds: [{ targets: [wasip1_wasm], ldflags: ["-s -w"] }]
wasm:
  - opt: [-O1, --enable-bulk-memory, --enable-nontrapping-float-to-int, --enable-sign-ext]
    bundle: zip
    page: page.html
    compress: false
`,
};

test("release makes a bundle of a program that wasm-opt made smaller, with the same bytes each time", async (t) => {
  const project = tempProject(t, MODULE, { tag: "v1.2.3" });
  const args = ["release", "--snapshot", "--skip=prove"];
  const run = await runSlipway(args, { cwd: project.root });
  assert.equal(run.code, 0, run.stderr);
  const name = readdirSync(path.join(project.root, "dist")).find((each) => each.endsWith("_web.zip"))!;
  const zip = path.join(project.root, "dist", name);
  const first = readFileSync(zip);
  const listed = execFileSync("unzip", ["-Z1", zip], { encoding: "utf8" }).split("\n");
  assert.deepEqual(
    listed.map((file) => file.replace(/-[0-9a-f]{12}/, "")).filter((file) => file !== ""),
    ["adder.wasm", "index.d.ts", "index.html", "index.js", "main.js", "manifest.json", "runtime.js"],
  );
  assert.ok(project.read("dist/artifacts.json").includes(name));
  assert.match(readdirSync(path.join(project.root, "dist")).join(" "), /checksums\.txt/);
  const again = await runSlipway([...args, "--verify-cache"], { cwd: project.root });
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(readFileSync(zip), first);
});

test("wasm bundle makes a package that runs, and replaces what an earlier one left", async (t) => {
  const { root } = tempProject(t, MODULE, { git: false });
  const build = (): void =>
    void execFileSync("go", ["build", "-buildmode=c-shared", "-ldflags=-s -w", "-o", "adder.wasm", "."], {
      cwd: root,
      env: { ...process.env, GOFLAGS: "-buildvcs=false", GOTOOLCHAIN: "local", GOOS: "wasip1", GOARCH: "wasm" },
    });
  build();
  const bundle = ["wasm", "bundle", "--npm", "@me/adder@1.0.0", "--source", ".", "adder.wasm"];
  const made = await runSlipway(bundle, { cwd: root });
  assert.equal(made.code, 0, made.stderr);
  const wasmFiles = (): string[] => readdirSync(path.join(root, "bundle")).filter((file) => file.endsWith(".wasm"));
  const [before] = wasmFiles();
  writeFileSync(
    path.join(root, "use.mjs"),
    `import { start } from "./bundle/index.js";
const program = await start();
const sums = await Promise.all([1n, 2n, 3n].map((n) => program.exports.add(n, 40n)));
program.stop(5);
console.log(sums.join(" "), await program.exited);
`,
  );
  assert.equal(execFileSync(process.execPath, ["use.mjs"], { cwd: root, encoding: "utf8" }), "41 42 43 5\n");
  assert.match(readFileSync(path.join(root, "bundle", "index.d.ts"), "utf8"), /add\(first: bigint, second: bigint\)/);
  writeFileSync(path.join(root, "more.go"), 'package main\n\nfunc init() { println("more") }\n');
  build();
  assert.equal((await runSlipway(bundle, { cwd: root })).code, 0);
  assert.equal(wasmFiles().length, 1);
  assert.notEqual(wasmFiles()[0], before);
});

test("wasm bundle refuses folders of others, pages without a place and packages without a version", async (t) => {
  const { root } = tempProject(t, { ...MODULE, "other/file": "" }, { git: false });
  writeFileSync(
    path.join(root, "x.wasm"),
    Buffer.from(
      "0061736d010000000104016000000302010007 0a01065f73746172740000 0a040102000b".replaceAll(" ", ""),
      "hex",
    ),
  );
  const cases: [string[], number, RegExp][] = [
    [["-o", "other", "x.wasm"], 2, /holds files that no bundle wrote/],
    [["--page", "go.mod", "x.wasm"], 2, /error\[wasm-page\]/],
    [["--page", "absent", "x.wasm"], 1, /There is no page/],
    [["--npm", "adder", "x.wasm"], 2, /a package and a version/],
    [["page.html"], 1, /error\[wasm-invalid\]/],
  ];
  for (const [args, code, says] of cases) {
    const run = await runSlipway(["wasm", "bundle", "--no-compress", ...args], { cwd: root });
    assert.equal(run.code, code, run.stderr);
    assert.match(run.stderr, says);
  }
  assert.ok(!existsSync(path.join(root, "bundle", "index.html")));
});

test("wasm size weighs programs and says where TinyGo is missing", async (t) => {
  const { root } = tempProject(t, MODULE, { git: false });
  const go = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const env = { GOTOOLCHAIN: "local", GOFLAGS: "-buildvcs=false", PATH: `${go}/bin:/usr/bin:/bin` };
  const run = await runSlipway(["wasm", "size", "--json"], { cwd: root, env });
  assert.equal(run.code, 0, run.stderr);
  const [std, tiny] = JSON.parse(run.stdout) as [Record<string, unknown>, Record<string, unknown>];
  const size = std["size"] as Record<string, number>;
  assert.ok(size["raw"]! > size["gzip"]! && size["gzip"]! > size["brotli"]! && size["brotli"]! > 10_000);
  assert.ok(size["imports"]! > 5 && size["memory"]! % 65_536 === 0);
  if (existsSync("/usr/bin/tinygo")) assert.ok(tiny["size"] ?? tiny["output"]);
  else assert.equal(tiny["missing"], "TinyGo is not installed");
  assert.equal(std["os"], "wasip1");
  const page = await runSlipway(["wasm", "size"], { cwd: path.join(examples, "page"), env });
  assert.equal(page.code, 0, page.stderr);
  assert.match(page.stdout, /^\. +go for js +\d/m);
});

test("check and plan refuse entries of wasm that would pass over what they say", async (t) => {
  const project = tempProject(t, MODULE, { git: false });
  const base = "version: 2\nproject_name: Adder\nbuilds: [{ id: adder, targets: [wasip1_wasm] }]\n";
  const cases: [string, RegExp][] = [
    ["{ bundle: npm }", /No package for npm can be called "Adder"[\s\S]*slipway\.yaml:4[\s\S]*wasm\.package/],
    ["{ bundle: npm, package: '@me/Bad Name' }", /"@me\/Bad Name"/],
    ["{ bundle: npm, package: '@me/ok', page: page.html }", /wasm\[0\] has a page, which a package for npm has not/],
    ["{ bundle: zip, ids: [other] }", /wasm\[0\] is for the build "other"[\s\S]*an id of builds: adder/],
  ];
  for (const [entry, says] of cases) {
    project.write({ "slipway.yaml": `${base}wasm: [${entry}]\n` });
    const run = await runSlipway(["plan", "--snapshot"], { cwd: project.root });
    assert.equal(run.code, 2, run.stderr);
    assert.match(run.stderr, says);
  }
  project.write({
    "slipway.yaml": `${base}wasm: [{ bundle: zip, name_template: "{{ .Binary }}_{{ .Os }}", source: "./{{ .Os }}" }]\n`,
  });
  const named = await runSlipway(["plan", "--snapshot", "--json"], { cwd: project.root });
  assert.match(named.stdout, /"Adder_wasip1\.zip"/, named.stderr);
  assert.match(named.stdout, /"source": ?"\.\/wasip1"/);
  const both = await runSlipway(["wasm", "bundle", "--npm", "a@1.0.0", "--page", "p", "x.wasm"], { cwd: project.root });
  assert.equal(both.code, 2);
  assert.match(both.stderr, /A package for npm has no page/);
});
