import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import path from "node:path";
import test, { before } from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import type { ProofReport } from "../../report/proof/proof-report.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { stillRunning } from "../testing/still-running.ts";
import { tempProject } from "../testing/temp-project.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "..", "..", "..", "..", "..", "examples");

/** What must have run a target's programs; nothing for those that no Linux machine runs. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  "linux/amd64": ["this machine"],
  "linux/386": ["this machine"],
  "linux/arm64": ["qemu-aarch64"],
  "windows/amd64": ["wine"],
  "js/wasm": ["Chromium", "Node"],
  "wasip1/wasm": ["Node's WASI"],
};

/** Cgo for what Debian has compilers for, and WASI; the others as their files say. */
const BUILDS: Readonly<Record<string, string>> = {
  native:
    "version: 2\nproject_name: native\nbuilds:\n  - env: [CGO_ENABLED=1]\n    targets: [linux_amd64, windows_amd64]\n",
  tally: "version: 2\nproject_name: tally\nbuilds:\n  - targets: [linux_amd64, wasip1_wasm]\n",
  page: "version: 2\nproject_name: page\nbuilds:\n  - targets: [js_wasm]\narchives:\n  - files: [README.md]\n",
};

before(() =>
  needPrograms({
    "qemu-aarch64-static": "qemu-user-static",
    "/usr/lib/wine/wine64": "wine64",
    chromium: "chromium",
    gcc: "gcc",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    ip: "iproute2",
  }),
);

for (const example of ["hello", "fleet", "native", "page", "tally"]) {
  test(`every program of examples/${example} that this machine can run is run at the gate, and nothing that runs them survives`, async (t) => {
    const project = tempProject(t, {}, { name: example });
    cpSync(path.join(EXAMPLES, example), project.root, {
      recursive: true,
      filter: (file) => path.basename(file) !== "dist",
    });
    const builds = BUILDS[example];
    project.write({ ".gitignore": "dist/\n", ...(builds === undefined ? {} : { "slipway.yaml": builds }) });
    project.commit("first");
    const above = path.dirname(project.root);
    const run = await runSlipway(["release", "--snapshot"], {
      cwd: project.root,
      env: { SLIPWAY_CACHE: path.join(above, "cache") },
    });
    assert.equal(run.code, 0, run.stderr);
    const report = JSON.parse(project.read("dist/report.json")) as ProofReport;
    const archives = report.files.filter(({ type }) => type === "Archive");
    assert.equal(archives.length, report.targets.length);
    for (const { name, target = "" } of archives) {
      const pair = target.split("/").slice(0, 2).join("/");
      const smoke = report.checks.filter((each) => each.check === "smoke" && each.target === target);
      const ran = smoke
        .filter(({ status }) => status === "passed")
        .map(({ subject }) => /\((.*)\)$/.exec(subject)?.[1]);
      const wanted = RUNNERS[pair] ?? [];
      // wasmtime and wazero run too where they are on the PATH.
      const certain = new Set(ran.filter((each) => each?.startsWith("wa") !== true));
      assert.deepEqual(certain, new Set(wanted), `${name}: ${JSON.stringify(smoke)}`);
    }
    assert.deepEqual(stillRunning(above), []);
  });
}
