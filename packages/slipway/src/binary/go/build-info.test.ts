import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { isProgram, readBinary } from "../read-binary.ts";
import type { Program } from "../read-binary.ts";
import { buildProbe, goVersionRows } from "../testing/go-files.ts";
import { readGoBuildId } from "./build-id.ts";
import { readGoBuildInfo } from "./build-info.ts";
import type { GoBuildInfo } from "./build-info.ts";

function program(bytes: Uint8Array): Program {
  const binary = readBinary(bytes);
  assert.ok(isProgram(binary));
  return binary;
}

/** In the form that `go version -m` prints. */
function rowsOf(info: GoBuildInfo): readonly (readonly string[])[] {
  const quote = (value: string): string => (/[\s"`]/.test(value) ? JSON.stringify(value) : value);
  return [
    [info.version],
    ["path", info.path],
    ...(info.main === undefined ? [] : [["mod", info.main.path, info.main.version, info.main.sum]]),
    ...info.deps.flatMap((dep) =>
      dep.replace === undefined
        ? [["dep", dep.path, dep.version, dep.sum]]
        : [
            ["dep", dep.path, dep.version],
            ["=>", dep.replace.path, dep.replace.version, dep.replace.sum],
          ],
    ),
    ...info.settings.map(({ key, value }) => ["build", `${quote(key)}=${quote(value)}`]),
  ];
}

for (const target of ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64"]) {
  test(`readGoBuildInfo equals "go version -m" for ${target}, stripped or not`, () => {
    for (const ldflags of ["", "-s -w"]) {
      const probe = buildProbe(target, { ldflags });
      const info = readGoBuildInfo(program(probe.bytes));
      assert.ok(info !== undefined);
      assert.equal(info.form, "inline");
      assert.deepEqual(rowsOf(info), goVersionRows(probe.path));
    }
  });
}

test("readGoBuildInfo reads WebAssembly, which go version cannot: the modules of its native twin", () => {
  const twin = readGoBuildInfo(program(buildProbe("linux/amd64").bytes))!;
  const info = readGoBuildInfo(program(buildProbe("js/wasm").bytes))!;
  assert.equal(info.form, "marked");
  assert.equal(info.version, twin.version);
  assert.equal(info.path, twin.path);
  assert.deepEqual(info.main, twin.main);
  assert.deepEqual(info.deps, twin.deps);
  const settings = new Map(info.settings.map(({ key, value }) => [key, value]));
  assert.equal(settings.get("GOOS"), "js");
  assert.equal(settings.get("GOARCH"), "wasm");
});

test("readGoBuildInfo follows the pointers of programs before Go 1.18", () => {
  const goroot = execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim();
  const folder = path.join(goroot, "src/debug/buildinfo/testdata/go117");
  const file = readdirSync(folder).find((name) => name.endsWith(".base64"));
  assert.ok(file !== undefined);
  const bytes = new Uint8Array(Buffer.from(readFileSync(path.join(folder, file), "latin1"), "base64"));
  const info = readGoBuildInfo(program(bytes));
  assert.equal(info?.form, "pointers");
  assert.match(info?.version ?? "", /^go1\.17/);
});

test("readGoBuildInfo says nothing of a program that Go did not make", () => {
  assert.equal(readGoBuildInfo(program(new Uint8Array(readFileSync(process.execPath)))), undefined);
});

test("readGoBuildId equals go tool buildid in every format that it reads", () => {
  for (const target of ["linux/amd64", "windows/386", "darwin/arm64"]) {
    const probe = buildProbe(target);
    const expected = execFileSync("go", ["tool", "buildid", probe.path], { encoding: "utf8" }).trim();
    const id = readGoBuildId(program(probe.bytes));
    assert.equal(id?.text, expected, target);
    assert.equal(id?.action, expected.split("/")[0]);
    assert.equal(new TextDecoder().decode(probe.bytes.subarray(id.offset, id.offset + expected.length)), expected);
  }
  assert.equal(readGoBuildId(program(buildProbe("js/wasm").bytes))?.text.split("/").length, 4);
});
