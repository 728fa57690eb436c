import assert from "node:assert/strict";
import test from "node:test";
import { isProgram, readBinary } from "../read-binary.ts";
import { buildProbe } from "../testing/go-files.ts";
import { compareSizes } from "./compare-sizes.ts";
import type { SizeChange } from "./compare-sizes.ts";
import { measureProgram } from "./program-sizes.ts";
import type { ProgramSizes } from "./program-sizes.ts";

function measure(options: Parameters<typeof buildProbe>[1] = {}): ProgramSizes {
  const program = readBinary(buildProbe("linux/amd64", options).bytes);
  assert.ok(isProgram(program));
  return measureProgram(program);
}

function grown(changes: readonly SizeChange[]): number {
  return changes.reduce((sum, change) => sum + change.after - change.before, 0);
}

test("compareSizes adds up to the whole change and names what changed", () => {
  const before = measure();
  const after = measure({ files: { "assets/hello.txt": "x".repeat(50_000) } });
  const changes = compareSizes(before, after);
  assert.equal(changes.after - changes.before, after.bytes - before.bytes);
  assert.equal(grown(changes.modules) + grown(changes.embedded) + grown(changes.others), after.bytes - before.bytes);
  assert.equal(grown(changes.sections), after.bytes - before.bytes);
  assert.deepEqual(changes.embedded, [{ name: "assets/hello.txt", before: 15, after: 50_000 }]);
});

test("compareSizes tells nothing of equal programs, and a module whose version alone changed", () => {
  const sizes = measure();
  const same = compareSizes(sizes, sizes);
  assert.deepEqual([same.modules, same.packages, same.embedded, same.others, same.sections], [[], [], [], [], []]);
  const newer = {
    ...sizes,
    modules: sizes.modules.map((module) =>
      module.path === "example.com/dep" ? { ...module, version: "v1.5.0" } : module,
    ),
  };
  assert.deepEqual(
    compareSizes(sizes, newer).modules.map(({ name, versionBefore, versionAfter }) => [
      name,
      versionBefore,
      versionAfter,
    ]),
    [["example.com/dep", "v1.4.2", "v1.5.0"]],
  );
});
