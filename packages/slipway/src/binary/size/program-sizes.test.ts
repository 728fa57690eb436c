import assert from "node:assert/strict";
import test from "node:test";
import { isProgram, readBinary } from "../read-binary.ts";
import { buildProbe, goTestdata } from "../testing/go-files.ts";
import { measureProgram } from "./program-sizes.ts";
import type { ProgramSizes } from "./program-sizes.ts";

function measure(bytes: Uint8Array): ProgramSizes {
  const program = readBinary(bytes);
  assert.ok(isProgram(program));
  return measureProgram(program);
}

function total(parts: readonly { readonly bytes: number }[]): number {
  return parts.reduce((sum, part) => sum + part.bytes, 0);
}

function addsUp(sizes: ProgramSizes): void {
  assert.equal(total(sizes.sections), sizes.bytes);
  assert.equal(total(sizes.modules) + total(sizes.embedded) + total(sizes.others), sizes.bytes);
  for (const module of sizes.modules) assert.equal(total(module.packages), module.bytes);
  for (const each of sizes.modules.flatMap((module) => module.packages)) {
    assert.equal(each.code + each.data + each.tables, each.bytes);
  }
}

for (const target of ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64", "js/wasm"]) {
  test(`measureProgram counts every byte of a ${target} program once, stripped or not`, () => {
    for (const ldflags of ["", "-s -w"]) {
      const sizes = measure(buildProbe(target, { ldflags }).bytes);
      addsUp(sizes);
      const modules = new Set(sizes.modules.map((module) => `${module.path} ${module.version}`));
      for (const path of ["example.com/dep v1.4.2", "example.com/probe (devel)"]) assert.ok(modules.has(path), path);
      assert.equal(sizes.modules[0]?.path, "std");
      const runtime = sizes.modules[0].packages.find((each) => each.path === "runtime")!;
      assert.ok(runtime.code > 100_000 && runtime.tables > 50_000 && runtime.functions > 500, JSON.stringify(runtime));
      assert.deepEqual(
        sizes.embedded.map((file) => file.name),
        ["assets/hello.txt", "assets/more.txt"],
      );
      assert.equal(total(sizes.embedded), 15 + 12);
    }
  });
}

test("measureProgram counts every byte of Go's own test programs once", () => {
  for (const file of goTestdata()) {
    const binary = readBinary(file.bytes);
    if (isProgram(binary) && !/bad|hello-world-core/.test(file.name)) addsUp(measureProgram(binary));
  }
});
