import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { nodeFiles } from "../node/node-files.ts";
import { temporaryFolder } from "../testing/build-go.ts";
import { inChromium } from "../testing/chromium-rig.ts";
import { runSuiteTest } from "../testing/run-suite-test.ts";
import { readSuite, type SuiteTest } from "../testing/wasi-testsuite.ts";
import type { Backend } from "../vfs/backend.ts";
import { memory } from "../vfs/backends/memory.ts";

/** A checkout of https://github.com/WebAssembly/wasi-testsuite, branch prod/testsuite-base, which is too large to keep here. */
const checkout = process.env["SLIPWAY_WASI_TESTSUITE"];

/** Said of each test, since a suite that is skipped as a whole counts no test. */
const skip = checkout === undefined && "SLIPWAY_WASI_TESTSUITE names no checkout";

describe("wasi-testsuite", () => {
  let suite: SuiteTest[] = [];
  before(() => {
    if (checkout === undefined) return;
    suite = readSuite(checkout);
    assert.ok(suite.length >= 72, `${suite.length} tests in ${checkout}`);
  });

  for (const [name, make] of [
    ["memory", () => memory()],
    ["the host's files", () => nodeFiles(temporaryFolder())],
  ] as const satisfies readonly (readonly [string, () => Backend])[]) {
    test(`all tests of preview1 pass on ${name} in Node`, { skip }, async () => {
      const problems: string[] = [];
      for (const one of suite) problems.push(await runSuiteTest(one, readFileSync(one.program), make()));
      assert.deepEqual(problems.filter(Boolean), []);
    });
  }

  for (const files of ["memory", "opfs"] as const) {
    test(`all tests of preview1 pass on ${files} in a worker of Chromium`, { skip }, async () => {
      const code = `
        import { runSuiteTest } from "src:testing/run-suite-test.ts";
        import { memory } from "src:vfs/backends/memory.ts";
        import { opfs } from "src:vfs/backends/opfs.ts";
        export default async function () {
          const problems = [];
          for (const [index, one] of ${JSON.stringify(suite)}.entries()) {
            const root = await navigator.storage.getDirectory();
            const name = "suite-" + performance.timeOrigin + "-" + index;
            const files = ${files === "memory" ? "memory()" : "await opfs(await root.getDirectoryHandle(name, { create: true }))"};
            problems.push(await runSuiteTest(one, "/" + index + ".wasm", files));
            files.close?.();
          }
          return problems.filter(Boolean);
        }`;
      const assets = Object.fromEntries(suite.map(({ program }, index) => [`${index}.wasm`, program]));
      assert.deepEqual(await inChromium(code, { worker: true, isolated: false }, assets), []);
    });
  }
});
