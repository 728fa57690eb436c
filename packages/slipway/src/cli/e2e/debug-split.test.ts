import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { inspectBinary } from "../../binary/inspect/inspect-binary.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject } from "../testing/temp-project.ts";

test("debug: split makes a stripped program and a file that belongs to it, both artifacts", async (t) => {
  const config = `version: 2
builds:
  - targets: [linux_amd64, darwin_arm64, windows_amd64]
    debug: split
universal_binaries: [{replace: true}]
`;
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": config }, { tag: "v1.2.3" });
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  const run = await runSlipway(["release", "--skip=publish"], { cwd: project.root, env });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /notice\[debug-split-unsupported\]: debug: split of build "tiny" leaves windows\/amd64\/v1/);
  const dist = (file: string): Uint8Array => new Uint8Array(readFileSync(path.join(project.root, "dist", file)));
  const [linux, mac] = ["tiny_linux_amd64_v1/tiny", "tiny_darwin_arm64_v8.0/tiny"] as const;
  const pairs = [
    [inspectBinary(dist(linux)), inspectBinary(dist(`${linux}.debug`)), "buildId"],
    [inspectBinary(dist(mac)), inspectBinary(dist(`${mac}.dSYM/Contents/Resources/DWARF/tiny`)), "uuid"],
  ] as const;
  for (const [program, debug, id] of pairs) {
    assert.equal(program.go?.symbols, false);
    assert.equal(program.details["debugInfo"], false);
    assert.equal(debug.kind, "debug");
    assert.equal(debug.details["debugInfo"], true);
    assert.equal(typeof program.details[id], "string");
    assert.equal(program.details[id], debug.details[id]);
  }
  const records = JSON.parse(project.read("dist/artifacts.json")) as {
    name: string;
    type: string;
    extra: Record<string, string>;
  }[];
  const debug = records.filter(({ extra }) => extra?.["BuildID"] !== undefined);
  assert.deepEqual(Object.fromEntries(debug.map(({ name, type, extra }) => [name, [type, extra["BuildID"]]])), {
    "tiny_1.2.3_darwin_arm64_v8.0.dwarf": ["File", pairs[1][0].details["uuid"]],
    "tiny_1.2.3_linux_amd64_v1.debug": ["File", pairs[0][0].details["buildId"]],
  });
  assert.match(project.read("dist/tiny_1.2.3_checksums.txt"), / tiny_1\.2\.3_linux_amd64_v1\.debug$/m);
  if (process.platform === "linux" && process.arch === "x64")
    execFileSync(path.join(project.root, "dist", linux), { stdio: "ignore" });
});
