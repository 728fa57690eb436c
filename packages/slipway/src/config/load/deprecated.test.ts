import assert from "node:assert/strict";
import { test } from "node:test";
import { findingLines } from "../testing/error-lines.ts";
import { projectFiles } from "../testing/project-files.ts";
import { DEPRECATED } from "./deprecated.ts";
import { loadConfig } from "./load-config.ts";

interface Case {
  readonly name: string;
  readonly text: string;
  readonly use: string;
  readonly place: string;
  /** What the config says afterwards, for the sections named. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const CASES: readonly Case[] = [
  {
    name: "archives.format",
    text: "archives:\n  - format: zip",
    use: "archives.formats",
    place: "2:5",
    raw: { archives: [{ formats: ["zip"] }] },
  },
  {
    name: "archives.format_overrides.format",
    text: "archives:\n  - format_overrides:\n      - goos: windows\n        format: zip",
    use: "archives.format_overrides.formats",
    place: "4:9",
    raw: { archives: [{ format_overrides: [{ goos: "windows", formats: ["zip"] }] }] },
  },
  {
    name: "archives.builds",
    text: "archives:\n  - ids: [x]\n    builds: [a, b]",
    use: "archives.ids",
    place: "3:5",
    raw: { archives: [{ ids: ["x", "a", "b"] }] },
  },
  { name: "brews", text: "brews:\n  - name: x", use: "homebrew_casks", place: "1:1", raw: { brews: [{ name: "x" }] } },
  {
    name: "builds.gobinary",
    text: "builds:\n  - gobinary: go1.22\n    tool: go",
    use: "builds.tool",
    place: "2:5",
    raw: { builds: [{ tool: "go1.22" }] },
  },
  {
    name: "homebrew_casks.binary",
    text: "homebrew_casks:\n  - binary: x",
    use: "homebrew_casks.binaries",
    place: "2:5",
    raw: { homebrew_casks: [{ binaries: ["x"] }] },
  },
  {
    name: "homebrew_casks.manpage",
    text: "homebrew_casks:\n  - manpage: x.1",
    use: "homebrew_casks.manpages",
    place: "2:5",
    raw: { homebrew_casks: [{ manpages: ["x.1"] }] },
  },
  {
    name: "homebrew_casks.conflicts.formula",
    text: "homebrew_casks:\n  - conflicts:\n      - formula: x",
    use: "homebrew_casks.conflicts.cask",
    place: "3:9",
    raw: { homebrew_casks: [{ conflicts: [{ formula: "x" }] }] },
  },
  {
    name: "dockers.retry",
    text: "dockers:\n  - retry: {attempts: 3}",
    use: "retry",
    place: "2:5",
    raw: { dockers: [{ retry: { attempts: 3 } }] },
  },
  {
    name: "docker_manifests.retry",
    text: "docker_manifests:\n  - retry: {attempts: 3}",
    use: "retry",
    place: "2:5",
    raw: { docker_manifests: [{ retry: { attempts: 3 } }] },
  },
  {
    name: "dockers_v2.retry",
    text: "dockers_v2:\n  - retry: {attempts: 3}",
    use: "retry",
    place: "2:5",
    raw: { dockers_v2: [{ retry: { attempts: 3 } }] },
  },
  {
    name: "kos.sbom",
    text: "kos:\n  - sbom: cyclonedx",
    use: "kos.sbom: spdx",
    place: "2:5",
    raw: { kos: [{ sbom: "none" }] },
  },
  {
    name: "kos.repository",
    text: "kos:\n  - repository: r",
    use: "kos.repositories",
    place: "2:5",
    raw: { kos: [{ repositories: ["r"] }] },
  },
  {
    name: "mcp.github",
    text: "mcp:\n  github:\n    name: n\n    title: t",
    use: "mcp",
    place: "2:3",
    raw: { mcp: { name: "n", title: "t" } },
  },
  {
    name: "nfpms.builds",
    text: "nfpms:\n  - maintainer: m\n    builds: [a]",
    use: "nfpms.ids",
    place: "3:5",
    raw: { nfpms: [{ maintainer: "m", ids: ["a"] }] },
  },
  {
    name: "snaps.builds",
    text: "snapcrafts:\n  - builds: [a]",
    use: "snapcrafts.ids",
    place: "2:5",
    raw: { snapcrafts: [{ ids: ["a"] }] },
  },
  {
    name: "snapshot.name_template",
    text: "snapshot:\n  name_template: x\n  version_template: y",
    use: "snapshot.version_template",
    place: "2:3",
    raw: { snapshot: { version_template: "x" } },
  },
  {
    name: "nightly.name_template",
    text: "nightly:\n  name_template: x",
    use: "nightly.version_template",
    place: "2:3",
    raw: { nightly: { version_template: "x" } },
  },
  {
    name: "furies",
    text: "furies:\n  - account: a",
    use: "gemfury",
    place: "1:1",
    raw: { gemfury: [{ account: "a" }] },
  },
];

for (const { name, text, use, place, raw } of CASES) {
  test(`modernise() carries ${name} over and tells its line`, async () => {
    const loaded = await loadConfig({ file: "s.yaml", readText: projectFiles({ "s.yaml": text }) });
    assert.deepEqual(loaded.problems, []);
    assert.deepEqual(loaded.raw, raw);
    const notices = loaded.notices.filter((found) => found.code === "deprecated-key").map(findingLines);
    assert.equal(notices.length, 1);
    const [first, , , hint] = notices[0]?.split("\n") ?? [];
    assert.equal(first, `s.yaml:${place}: deprecated-key: "${name}" is deprecated`);
    assert.equal(hint, `  hint: Use "${use}"`);
  });
}

test("modernise() asks for a maintainer of Linux packages", async () => {
  const loaded = await loadConfig({ file: "s.yaml", readText: projectFiles({ "s.yaml": "nfpms:\n  - id: a\n" }) });
  const notices = loaded.notices.filter((found) => found.code === "deprecated-key").map(findingLines);
  assert.deepEqual(notices, [
    's.yaml:2:5: deprecated-key: "nfpms[0].maintainer" should always be set\n    - id: a\n      ^^^^^\n  hint: Set nfpms.maintainer with a name and an address',
  ]);
});

test("DEPRECATED has every key that the cases test", () => {
  const tested = [...CASES.map((one) => one.name), "nfpms.maintainer"].toSorted();
  assert.deepEqual(DEPRECATED.map((one) => one.name).toSorted(), tested);
});

test("positions of a carried value are those of the old key", async () => {
  const loaded = await loadConfig({
    file: "s.yaml",
    readText: projectFiles({ "s.yaml": "archives:\n  - format: zip\n" }),
  });
  assert.deepEqual(loaded.positionOf(["archives", 0, "formats", 0]), {
    file: "s.yaml",
    line: 2,
    column: 13,
    length: 3,
    lineText: "  - format: zip",
  });
});
