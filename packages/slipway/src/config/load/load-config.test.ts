import assert from "node:assert/strict";
import { test } from "node:test";
import { SlipwayError } from "../../errors.ts";
import { errorLines, findingLines } from "../testing/error-lines.ts";
import { projectFiles } from "../testing/project-files.ts";
import { CONFIG_NAMES } from "./find-config.ts";
import { loadConfig, refuseProblems } from "./load-config.ts";

test("loadConfig() takes the first file of the search order and names the others", async () => {
  for (const [index, name] of CONFIG_NAMES.entries()) {
    const files = Object.fromEntries(
      CONFIG_NAMES.slice(index).map((other) => [other, `version: 2\nproject_name: "${other}"\n`]),
    );
    const loaded = await loadConfig({ readText: projectFiles(files) });
    assert.equal(loaded.file, name);
    assert.equal(loaded.raw.project_name, name);
    const told = loaded.notices.filter((found) => found.code === "config-other-file");
    assert.equal(told.length, index === CONFIG_NAMES.length - 1 ? 0 : 1);
    for (const other of CONFIG_NAMES.slice(index + 1)) assert.ok(told[0]?.message.includes(`"${other}"`));
  }
});

test("loadConfig() looks where GoReleaser looks, in its order", () => {
  assert.deepEqual(
    CONFIG_NAMES.filter((name) => name.includes("goreleaser")),
    [
      ".config/goreleaser.yml",
      ".config/goreleaser.yaml",
      ".goreleaser.yml",
      ".goreleaser.yaml",
      "goreleaser.yml",
      "goreleaser.yaml",
    ],
  );
});

test("loadConfig() goes on with defaults where there is no file", async () => {
  const loaded = await loadConfig({ readText: projectFiles({}) });
  assert.equal(loaded.file, undefined);
  assert.deepEqual(loaded.raw, {});
  assert.deepEqual(loaded.notices.map(findingLines), [
    'config-none: There is no project file; defaults hold\n  hint: Write one with "slipway init"',
  ]);
});

test("loadConfig() reads a named file and standard input", async () => {
  const named = await loadConfig({
    file: "x.yaml",
    readText: projectFiles({ "x.yaml": "dist: a", "slipway.yaml": "dist: b" }),
  });
  assert.equal(named.raw.dist, "a");
  const piped = await loadConfig({
    file: "-",
    readText: projectFiles({}),
    stdin: async () => await Promise.resolve("dist: c\nfoo: 1"),
  });
  assert.equal(piped.raw.dist, "c");
  assert.equal(piped.problems[0]?.details.where?.file, "-");
});

test("loadConfig() refuses a named file that is not there", async () => {
  await assert.rejects(
    loadConfig({ file: "x.yaml", readText: projectFiles({}) }),
    (error) => error instanceof SlipwayError && error.code === "config-not-found",
  );
});

test("loadConfig() wants GoReleaser's files to say version 2 and reads them all the same", async () => {
  const versions: readonly [string, string, string[]][] = [
    [".goreleaser.yaml", "version: 2\n", []],
    ["slipway.yaml", "dist: a\n", []],
    [
      ".goreleaser.yaml",
      "dist: a\n",
      [
        '.goreleaser.yaml: config-version: This file names no version; it is read as version 2\n  hint: Write "version: 2" at its top',
      ],
    ],
    [
      "slipway.yaml",
      "version: 1\n",
      [
        'slipway.yaml:1:10: config-version: This file names version 1; it is read as version 2\n  version: 1\n           ^\n  hint: Write "version: 2" at its top',
      ],
    ],
  ];
  for (const [file, text, expected] of versions) {
    const loaded = await loadConfig({ readText: projectFiles({ [file]: text }) });
    assert.deepEqual(loaded.problems, []);
    assert.deepEqual(loaded.notices.map(findingLines), expected);
  }
});

test("loadConfig() names sections that do nothing yet in one warning, and refuses them when strict", async () => {
  const readText = projectFiles({ "slipway.yaml": "dist: a\nsigns:\n  - cmd: x\nblobs: []\n" });
  const loaded = await loadConfig({ readText });
  assert.deepEqual(loaded.notices.map(findingLines), [
    "slipway.yaml:2:1: config-inert-section: Some sections are valid but do nothing yet: signs (line 2), blobs (line 4)\n  signs:\n  ^^^^^\n  hint: Run with --strict to make this an error",
  ]);
  const strict = await loadConfig({ readText, strict: true });
  assert.deepEqual(strict.notices, []);
  assert.deepEqual(strict.problems.map(errorLines), [
    "slipway.yaml:2:1: config-inert-section: Some sections are valid but do nothing yet: signs (line 2), blobs (line 4)\n  signs:\n  ^^^^^\n  hint: Take them out of the file, or run without --strict",
  ]);
});

test("loadConfig() tells of a second document", async () => {
  const loaded = await loadConfig({ readText: projectFiles({ "slipway.yaml": "dist: a\n---\ndist: b\n" }) });
  assert.equal(loaded.raw.dist, "a");
  assert.deepEqual(
    loaded.notices.map((found) => found.code),
    ["config-second-document"],
  );
});

test("refuseProblems() ends with all problems in one error", async () => {
  const loaded = await loadConfig({ readText: projectFiles({ "slipway.yaml": "foo: 1\ndist: []\n" }) });
  assert.throws(
    () => refuseProblems(loaded),
    (error) =>
      error instanceof SlipwayError &&
      error.code === "config-unknown-key" &&
      error.exitCode === 2 &&
      error.details.others?.length === 1,
  );
  refuseProblems({ problems: [] });
});

test("positionOf() finds values, values around them, and characters inside of them", async () => {
  const text = [
    "builds:",
    "  - ldflags: -s {{ .X }}",
    '    env: ["A={{ .Y }}"]',
    "release:",
    "  header: |",
    "    one",
    "      two {{ .Z }}",
    '  footer: "a\\tb {{ .Q }}"',
  ].join("\n");
  const { positionOf } = await loadConfig({ readText: projectFiles({ "slipway.yaml": text }) });
  const at = (path: (string | number)[], offset?: number): string => {
    const place = positionOf(path, offset);
    return `${place?.line}:${place?.column}`;
  };
  assert.equal(at(["builds", 0, "ldflags", 0]), "2:14");
  assert.equal(at(["builds", 0, "ldflags"], 6), "2:20");
  assert.equal(at(["builds", 0, "env", 0], 5), "3:17");
  assert.equal(at(["builds", 0, "goos", 3]), "2:5");
  assert.equal(at(["release", "header"], "one\n  two {{ ".length), "7:14");
  assert.equal(at(["release", "footer"], 4), "8:11");
  assert.equal(positionOf(["archives", 0]), undefined);
});
