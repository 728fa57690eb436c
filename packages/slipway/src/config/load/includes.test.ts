import assert from "node:assert/strict";
import { test } from "node:test";
import { errorLines } from "../testing/error-lines.ts";
import { projectFiles } from "../testing/project-files.ts";
import { loadConfig } from "./load-config.ts";

const MAIN =
  "includes:\n  - from_file: {path: ci/a.yaml}\n  - from_file: {path: ci/b.yaml}\ndist: own\nbuilds:\n  - id: own\nchangelog:\n  sort: asc\n";
const A = "dist: a\nproject_name: a\nbuilds:\n  - id: a1\n  - id: a2\nchangelog:\n  abbrev: 3\n";
const B = "project_name: b\nbuilds:\n  - id: b\n";

test("joinIncludes() joins sections by key and lists one after the other, the including file last", async () => {
  const loaded = await loadConfig({ readText: projectFiles({ "slipway.yaml": MAIN, "ci/a.yaml": A, "ci/b.yaml": B }) });
  assert.deepEqual(loaded.problems, []);
  assert.deepEqual(loaded.files, ["slipway.yaml", "ci/a.yaml", "ci/b.yaml"]);
  assert.deepEqual(loaded.raw, {
    dist: "own",
    project_name: "b",
    builds: [{ id: "a1" }, { id: "a2" }, { id: "b" }, { id: "own" }],
    changelog: { abbrev: 3, sort: "asc" },
  });
});

test("joinIncludes() keeps the place of every value", async () => {
  const { positionOf } = await loadConfig({
    readText: projectFiles({ "slipway.yaml": MAIN, "ci/a.yaml": A, "ci/b.yaml": B }),
  });
  const at = (...path: (string | number)[]): string => {
    const place = positionOf(path);
    return `${place?.file}:${place?.line}:${place?.column}`;
  };
  assert.equal(at("builds", 0, "id"), "ci/a.yaml:4:9");
  assert.equal(at("builds", 1, "id"), "ci/a.yaml:5:9");
  assert.equal(at("builds", 2, "id"), "ci/b.yaml:3:9");
  assert.equal(at("builds", 3, "id"), "slipway.yaml:6:9");
  assert.equal(at("changelog", "abbrev"), "ci/a.yaml:7:11");
  assert.equal(at("dist"), "slipway.yaml:4:7");
});

const REFUSED: readonly [string, Readonly<Record<string, string>>, string][] = [
  [
    "a file that is not there",
    { "slipway.yaml": "includes:\n  - from_file: {path: x.yaml}\n" },
    'slipway.yaml:2:5: config-include: There is no file "x.yaml" to include\n    - from_file: {path: x.yaml}\n      ^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: Paths of includes begin at the project folder',
  ],
  [
    "an address",
    { "slipway.yaml": "includes:\n  - from_url: {url: https://example.com/a.yaml}\n" },
    'slipway.yaml:2:5: config-include: Cannot include "https://example.com/a.yaml": a plan must not depend on the network\n    - from_url: {url: https://example.com/a.yaml}\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: Download the file into the project and include it with from_file',
  ],
  [
    "a circle",
    {
      "slipway.yaml": "includes:\n  - from_file: {path: a.yaml}\n",
      "a.yaml": "includes:\n  - from_file: {path: slipway.yaml}\n",
    },
    'a.yaml:2:5: config-include: "slipway.yaml" includes itself: slipway.yaml > a.yaml > slipway.yaml\n    - from_file: {path: slipway.yaml}\n      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: Take one of the includes out',
  ],
  [
    "an unknown key in an included file",
    { "slipway.yaml": "includes:\n  - from_file: {path: a.yaml}\n", "a.yaml": "dits: x\n" },
    'a.yaml:1:1: config-unknown-key: Unknown key "dits" at the top of the file\n  dits: x\n  ^^^^\n  hint: Did you mean "dist"?',
  ],
];

for (const [what, files, expected] of REFUSED) {
  test(`joinIncludes() refuses ${what}`, async () => {
    const loaded = await loadConfig({ readText: projectFiles(files) });
    assert.equal(loaded.problems.map(errorLines).join("\n"), expected);
  });
}
