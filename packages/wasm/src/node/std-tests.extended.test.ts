import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
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
import { runInBrowser } from "./run-in-browser.ts";

const ALL =
  "os io/fs path/filepath time bufio net compress/bzip2 compress/flate compress/gzip compress/lzw compress/zlib ".concat(
    "encoding/ascii85 encoding/asn1 encoding/base32 encoding/base64 encoding/binary encoding/csv encoding/gob encoding/hex ",
    "encoding/json encoding/pem encoding/xml",
  );

/** All of them take a quarter of an hour; SLIPWAY_STD_TESTS=all runs them, or names others. */
const everywhere = process.env["SLIPWAY_STD_TESTS"];
const chosen = everywhere ?? "os io/fs path/filepath bufio";
const PACKAGES = (chosen === "all" ? ALL : chosen).split(" ");

/** The least that must pass where there is a figure to hold. */
const LEAST: Readonly<Record<string, number>> = { "os on wasip1": 158, "os on js": 190 };

/**
 * A native program grows its stack to a gigabyte, an engine's is one megabyte: tests that recurse 10,000 levels deep (encoding/asn1) need
 * more, as Go's own runner for Node gives them.
 */
const DEEP = ["--stack-size=3900", "--wasm-stack-switching-stack-size=65000"];

const open = testChromium(`--js-flags=${DEEP.join(",")}`);

type Where = "Node" | "Chromium";

async function run({ program, cwd }: StdTests, where: Where): Promise<StdResult> {
  const root = goRoot();
  const mounts = [
    { host: root, guest: root },
    { host: temporaryFolder(), guest: "/tmp" },
    // The tests of os look at system files that every Unix has.
    { host: "/etc", guest: "/etc", readOnly: true },
    { host: "/usr/bin", guest: "/usr/bin", readOnly: true },
  ];
  const args = ["-test.v", "-test.short"];
  const request = { program, args, env: { PWD: cwd, GOROOT: root }, mounts, cwd };
  if (where === "Chromium") {
    const out = capture();
    return readResult(await runInBrowser(request, open, { stdout: out.sink, stderr: out.sink }), out.text());
  }
  const module = path.join(import.meta.dirname, "run-in-node.ts");
  const code = `import { runInNode } from ${JSON.stringify(module)}; process.exitCode = await runInNode(${JSON.stringify(request)});`;
  const child = spawnSync(process.execPath, [...DEEP, "--input-type=module", "-e", code], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return readResult(child.status ?? -1, child.stdout);
}

for (const name of PACKAGES) {
  for (const os of ["wasip1", "js"] as const) {
    test(`Go's own tests of ${name} on ${os} fail nowhere that a native run does not`, async () => {
      const tests = buildStdTests(name, os);
      // The thousands of small files of os take minutes where each call goes from a page's syscall/js to the host.
      const slow = everywhere === undefined && name === "os" && os === "js";
      const inNode = await run(tests, "Node");
      const inChromium = slow ? inNode : await run(tests, "Chromium");
      for (const { failed, passed, code, text } of [inNode, inChromium]) {
        if (failed.length > 0) assert.deepEqual(failed, nativeFailures(name), text.slice(-3000));
        else assert.equal(code, 0, text.slice(-3000));
        assert.ok(passed >= (LEAST[`${name} on ${os}`] ?? 1), `${passed} passed`);
      }
      assert.equal(inChromium.passed, inNode.passed);
    });
  }
}
