import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { compile } from "../core/compile.ts";
import { runGo } from "../gojs/run-go.ts";
import { temporaryFolder } from "../testing/build-go.ts";
import { capture } from "../testing/capture.ts";
import { testChromium } from "../testing/chromium.ts";
import {
  buildStdTests,
  goRoot,
  nativeFailures,
  readResult,
  type StdResult,
  type StdTests,
} from "../testing/std-tests.ts";
import { mountTree } from "./mounts.ts";
import { runInBrowser } from "./run-in-browser.ts";

const ALL =
  "os io/fs path/filepath time bufio net compress/bzip2 compress/flate compress/gzip compress/lzw compress/zlib ".concat(
    "encoding/ascii85 encoding/asn1 encoding/base32 encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex ",
    "encoding/json encoding/pem encoding/xml",
  );

/** All of them take a quarter of an hour; SLIPWAY_STD_TESTS=all runs them, or names others. */
const chosen = process.env["SLIPWAY_STD_TESTS"] ?? "os io/fs path/filepath time bufio compress/gzip encoding/csv";
const PACKAGES = (chosen === "all" ? ALL : chosen).split(" ");

/** The least that must pass where there is a figure to hold. */
const LEAST: Readonly<Record<string, number>> = { "os on wasip1": 158, "os on js": 190 };

const open = testChromium();

type Where = "Node" | "Chromium";

async function run({ program, cwd }: StdTests, where: Where): Promise<StdResult> {
  const root = goRoot();
  const mounts = [
    { host: root, guest: root },
    { host: temporaryFolder(), guest: "/tmp" },
  ];
  const out = capture();
  const streams = { stdout: out.sink, stderr: out.sink };
  const request = { args: ["-test.v", "-test.short"], env: { PWD: cwd, GOROOT: root }, cwd };
  if (where === "Chromium") {
    return readResult(await runInBrowser({ program, mounts, ...request }, open, streams), out.text());
  }
  const files = await mountTree(mounts);
  const running = await runGo(await compile(readFileSync(program)), {
    name: "std.test",
    files,
    ...request,
    ...streams,
  });
  return readResult(await running.exited, out.text());
}

for (const name of PACKAGES) {
  for (const os of ["wasip1", "js"] as const) {
    test(`Go's own tests of ${name} on ${os} fail nowhere that a native run does not`, async () => {
      const tests = buildStdTests(name, os);
      const inNode = await run(tests, "Node");
      const inChromium = await run(tests, "Chromium");
      for (const { failed, passed, code, text } of [inNode, inChromium]) {
        if (failed.length > 0) assert.deepEqual(failed, nativeFailures(name), text.slice(-3000));
        else assert.equal(code, 0, text.slice(-3000));
        assert.ok(passed >= (LEAST[`${name} on ${os}`] ?? 1), `${passed} passed`);
      }
      assert.equal(inChromium.passed, inNode.passed);
    });
  }
}
