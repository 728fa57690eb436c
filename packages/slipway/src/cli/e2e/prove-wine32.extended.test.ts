import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { tryWine32 } from "../../platform/testing/try-wine32.ts";
import type { ProofReport } from "../../report/proof/proof-report.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

test("programs and tests run on windows/386", async (t) => {
  needPrograms({ "/usr/lib/wine/wine64": "wine64", ip: "iproute2" });
  const missing = tryWine32();
  if (missing !== undefined) return t.skip(missing);
  const project = tempProject(t, {
    ".gitignore": "dist/\n",
    "go.mod": "module example.test/narrow\n\ngo 1.21\n",
    "main.go":
      'package main\n\nimport (\n\t"fmt"\n\t"runtime"\n)\n\nfunc main() { fmt.Println("narrow", runtime.GOARCH) }\n',
    "main_test.go":
      'package main\n\nimport (\n\t"strconv"\n\t"testing"\n)\n\nfunc TestWidth(t *testing.T) {\n\tif strconv.IntSize != 32 {\n\t\tt.Fatal(strconv.IntSize)\n\t}\n}\n',
    "slipway.yaml": `version: 2
project_name: narrow
builds:
  - env: [CGO_ENABLED=0]
    targets: [windows_386]
prove:
  require: [smoke, test]
  smoke:
    - output: "narrow 386"
  test: {}
`,
  });
  project.commit("first");
  const run = await runSlipway(["release", "--snapshot"], {
    cwd: project.root,
    env: { SLIPWAY_CACHE: path.join(project.root, "..", "cache") },
  });
  assert.equal(run.code, 0, run.stderr);
  const { checks } = JSON.parse(project.read("dist/report.json")) as ProofReport;
  const ran = checks
    .filter(({ check, status }) => (check === "smoke" || check === "test") && status === "passed")
    .map(({ check, subject }) => `${check} ${/\((.*)\)$/.exec(subject)?.[1]}`);
  assert.deepEqual(ran.sort(), ["smoke wine32", "test wine32"]);
});
