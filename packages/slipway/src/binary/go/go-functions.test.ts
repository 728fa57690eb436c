import assert from "node:assert/strict";
import test from "node:test";
import { FormatError } from "../format-error.ts";
import { isProgram, readBinary } from "../read-binary.ts";
import type { Program } from "../read-binary.ts";
import { buildProbe } from "../testing/go-files.ts";
import { findPclntab } from "./find-pclntab.ts";
import { readGoBuildInfo } from "./build-info.ts";
import { readGoFunctions } from "./go-functions.ts";
import { goSymbols } from "./go-symbols.ts";
import { moduleFinder } from "./module-finder.ts";
import { Pclntab } from "./pclntab.ts";

function probe(target: string, ldflags = ""): Program {
  const binary = readBinary(buildProbe(target, { ldflags }).bytes);
  assert.ok(isProgram(binary));
  return binary;
}

for (const target of ["linux/amd64", "linux/s390x", "windows/386", "darwin/arm64"]) {
  test(`readGoFunctions finds the same functions in a stripped ${target} program, where its symbols say`, () => {
    const whole = probe(target);
    const functions = readGoFunctions(whole);
    assert.deepEqual(readGoFunctions(probe(target, "-s -w")), functions);
    const named = new Map<bigint, string[]>();
    for (const { name, address } of goSymbols(whole, () => true)) {
      named.set(address, [...(named.get(address) ?? []), name.replaceAll("·", ".")]);
    }
    let checked = 0;
    for (const each of functions) {
      const names = named.get(each.entry);
      if (names === undefined) continue;
      checked++;
      const written = each.name.replaceAll("·", ".");
      // The linker marks the assembly form of a function that exists in both calling conventions.
      assert.ok(names.includes(written) || names.includes(`${written}.abi0`), `${each.name}: ${names.join()}`);
    }
    assert.ok(checked > functions.length * 0.9, `${checked} of ${functions.length}`);
    assert.ok(functions.some((each) => each.name === "main.main"));
    assert.ok(functions.some((each) => each.name === "example.com/dep.Name"));
  });
}

test("readGoFunctions gives WebAssembly functions the size of their bodies", () => {
  const module = probe("js/wasm");
  assert.ok(module.format === "wasm");
  const functions = readGoFunctions(module);
  const imported = module.imports.filter((each) => each.kind === "function").length;
  // The name section, which the linker writes beside the function table, is the judge.
  for (const each of functions) {
    const index = Number(each.entry) - 0x1000;
    assert.equal(module.names.functions.get(imported + index), each.name.replaceAll(/[^\w.]/g, "_"));
    assert.equal(module.code.at(index)?.size, each.size);
  }
  assert.ok(functions.length > 500);
});

test("moduleFinder knows the modules of main, of dependencies and of Go itself", () => {
  const moduleOf = moduleFinder(readGoBuildInfo(probe("linux/amd64")));
  assert.equal(moduleOf("main"), "example.com/probe");
  assert.equal(moduleOf("example.com/dep"), "example.com/dep");
  assert.equal(moduleOf("example.com/dep/inner"), "example.com/dep");
  assert.equal(moduleOf("example.com/other"), "");
  assert.equal(moduleOf("runtime"), "std");
  assert.equal(moduleOf("vendor/golang.org/x/net/idna"), "std");
});

test("Pclntab refuses counts and offsets that leave the file", () => {
  const found = findPclntab(probe("linux/amd64"))!;
  const bytes = found.table.bytes.slice();
  new DataView(bytes.buffer).setUint32(8, 0x7fffffff, true);
  assert.throws(
    () => new Pclntab(bytes, 0),
    (error) => error instanceof FormatError && error.field === "nfunc",
  );
});
