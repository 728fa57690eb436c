import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import test from "node:test";
import { readGoFunctions } from "../go/go-functions.ts";
import { isProgram, readBinary } from "../read-binary.ts";
import { compareWithGo } from "../testing/compare-with-go.ts";
import { buildProbe, goDump, goVersionRows } from "../testing/go-files.ts";
import { inspectBinary } from "./inspect-binary.ts";

/** Every target that builds without a C compiler; android (but arm64) and ios need one. */
const targets = execFileSync("go", ["tool", "dist", "list"], { encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((target) => !/^(?:android\/(?!arm64)|ios\/)/.test(target));

test("go tool dist list names the targets that this suite knows", () => {
  assert.ok(targets.length >= 40, `${targets.length}`);
});

for (const target of targets) {
  test(`inspectBinary tells everything of ${target}, stripped or not`, () => {
    const twin = goVersionRows(buildProbe("linux/amd64").path);
    const whole = buildProbe(target);
    const functions: unknown[] = [];
    for (const probe of [whole, buildProbe(target, { ldflags: "-s -w" })]) {
      const inspection = inspectBinary(probe.bytes);
      assert.equal(inspection.target, target);
      assert.deepEqual(inspection.problems, []);
      const go = inspection.go!;
      // Go cannot read WebAssembly, Plan 9 (it takes alignment from file offsets), nor AIX programs without symbols.
      const unread = /^plan9\/|\/wasm$/.test(target);
      const rows = unread ? twin : goVersionRows(target.startsWith("aix/") ? whole.path : probe.path);
      assert.equal(go.version, rows[0]![0]);
      assert.equal(go.path, "example.com/probe");
      assert.deepEqual(
        go.deps.map((dep) => [dep.path, dep.version]),
        rows.filter((row) => row[0] === "dep").map((row) => row.slice(1, 3)),
      );
      if (!unread) {
        const settings = rows.filter((row) => row[0] === "build").map((row) => row[1]!);
        assert.deepEqual(
          Object.entries(go.settings).map(([key, value]) => `${key}=${value}`),
          settings,
        );
      }
      assert.deepEqual(
        go.embedded.map((file) => file.name),
        ["assets/hello.txt", "assets/more.txt"],
      );
      const program = readBinary(probe.bytes);
      assert.ok(isProgram(program));
      functions.push(readGoFunctions(program));
    }
    assert.ok((functions[0] as unknown[]).length > 500);
    assert.deepEqual(functions[1], functions[0]);
    // Go has no readers of its own for these two.
    if (!/^aix\/|\/wasm$/.test(target)) compareWithGo(whole, goDump([whole.path])[0]!);
    if (!target.endsWith("/wasm")) {
      assert.deepEqual(
        inspectBinary(whole.bytes).go!.variables.map(({ name, value }) => `${name}=${value}`),
        ["main.date=2026-01-02 03:04", "main.version=v1.2.3"],
      );
    }
  });
}
