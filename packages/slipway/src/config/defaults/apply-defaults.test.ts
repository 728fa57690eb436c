import assert from "node:assert/strict";
import { test } from "node:test";
import type { Config } from "../config.ts";
import { loadConfig } from "../load/load-config.ts";
import { projectFiles } from "../testing/project-files.ts";
import { applyDefaults } from "./apply-defaults.ts";
import type { DefaultsFacts } from "./defaults-facts.ts";
import { BINARY_NAME } from "./archives.ts";
import { DEFAULT_LDFLAGS } from "./builds.ts";

const ROOT = { dir: ".", name: "hello" };
const API = { dir: "./cmd/api", name: "api" };

async function configOf(text: string | undefined, facts: Partial<DefaultsFacts> = {}): Promise<Config> {
  const loaded = await loadConfig({ readText: projectFiles(text === undefined ? {} : { "slipway.yaml": text }) });
  assert.deepEqual(loaded.problems, []);
  return applyDefaults(loaded.raw, {
    projectName: (names) => names.project_name ?? names.repositories.find((name) => name !== "") ?? "hello",
    mains: [ROOT],
    env: {},
    hasFile: text !== undefined,
    ...facts,
  });
}

function programs(config: Config): string[][] {
  return config.builds.map((build) => [build.id, build.main, build.binary]);
}

test("applyDefaults() without builds takes the main package at the root, as GoReleaser does", async () => {
  assert.deepEqual(programs(await configOf("version: 2", { mains: [ROOT, API] })), [["hello", ".", "hello"]]);
  assert.deepEqual(programs(await configOf("version: 2", { mains: [] })), [["hello", ".", "hello"]]);
});

test("applyDefaults() without a main package at the root takes all that there are", async () => {
  assert.deepEqual(programs(await configOf("version: 2", { mains: [API] })), [["api", "./cmd/api", "api"]]);
});

test("applyDefaults() without a file makes a program of every main package", async () => {
  assert.deepEqual(programs(await configOf(undefined, { mains: [ROOT, API] })), [
    ["hello", ".", "hello"],
    ["api", "./cmd/api", "api"],
  ]);
  const twins = [
    { dir: "./a/tool", name: "tool" },
    { dir: "./b/tool", name: "tool" },
  ];
  assert.deepEqual(programs(await configOf(undefined, { mains: twins })), [
    ["a-tool", "./a/tool", "tool"],
    ["b-tool", "./b/tool", "tool"],
  ]);
});

test("applyDefaults() gives a build eight targets and reproducible flags", async () => {
  const [build] = (await configOf(undefined)).builds;
  assert.deepEqual(
    [build?.goos, build?.goarch],
    [
      ["linux", "darwin", "windows"],
      ["amd64", "arm64", "386"],
    ],
  );
  assert.deepEqual([build?.goamd64, build?.go386, build?.goarm, build?.goarm64], [["v1"], ["sse2"], ["6"], ["v8.0"]]);
  assert.deepEqual([build?.gomips, build?.goppc64, build?.goriscv64], [["hardfloat"], ["power8"], ["rva20u64"]]);
  assert.deepEqual([build?.flags, build?.ldflags], [["-trimpath"], [DEFAULT_LDFLAGS]]);
  assert.doesNotMatch(DEFAULT_LDFLAGS, /\{\{\s*\.(?:Date|Now|Timestamp)/u);
});

test("applyDefaults() gives our flags only to the Go command", async () => {
  const tools: readonly [string, readonly string[]][] = [
    ["go", ["-trimpath"]],
    ["go1.22.3", ["-trimpath"]],
    ["/opt/go/bin/go", ["-trimpath"]],
    ["tinygo", []],
    ["{{ .Env.GO }}", []],
  ];
  for (const [tool, flags] of tools)
    assert.deepEqual((await configOf(`builds: [{tool: "${tool}"}]`)).builds[0]?.flags, flags);
  assert.deepEqual((await configOf("builds: [{flags: [-v]}]")).builds[0]?.flags, ["-v"]);
});

test("applyDefaults() gives no matrix to named targets and to prebuilt programs", async () => {
  const { builds } = await configOf(
    "builds: [{id: a, targets: [linux_amd64]}, {id: b, builder: prebuilt, goos: [linux]}]",
  );
  assert.deepEqual([builds[0]?.goos, builds[0]?.targets], [[], ["linux_amd64"]]);
  assert.deepEqual([builds[1]?.goos, builds[1]?.goarch, builds[1]?.tool, builds[1]?.ldflags], [["linux"], [], "", []]);
});

test("applyDefaults() knows GoReleaser's experiment for arm", async () => {
  assert.deepEqual((await configOf("", { env: { GORELEASER_EXPERIMENTAL: "x,defaultgoarm" } })).builds[0]?.goarm, [
    "7",
  ]);
});

test("applyDefaults() expands the environment in the env of builds, not of overrides", async () => {
  const text = 'builds: [{env: ["A=$B"], overrides: [{goos: linux, goarch: amd64, env: ["A=$B"]}]}]';
  const [build] = (await configOf(text, { env: { B: "b" } })).builds;
  assert.deepEqual([build?.env, build?.overrides[0]?.env], [["A=b"], ["A=$B"]]);
});

test("applyDefaults() lets a monorepo's folder hold for builds and the change log", async () => {
  const config = await configOf("monorepo: {dir: app}\nbuilds: [{id: a}, {id: b, dir: other}]");
  assert.deepEqual([config.builds[0]?.dir, config.builds[1]?.dir, config.changelog.paths], ["app", "other", ["app"]]);
});

test("applyDefaults() names binaries by themselves where no archive is made", async () => {
  assert.equal((await configOf("archives: [{formats: binary}]")).archives[0]?.name_template, BINARY_NAME);
});

test("applyDefaults() asks for the project's name with those in the file", async () => {
  assert.equal((await configOf("release: {gitlab: {owner: o, name: n}}")).project_name, "n");
  assert.equal((await configOf("project_name: p")).builds[0]?.binary, "p");
});

test("applyDefaults() of what is silent, split or written", async () => {
  const config = await configOf(
    "checksum: {split: true}\nnightly: {}\nrelease: {draft: true, header: hi, footer: {from_file: {path: f.md}}}",
  );
  assert.equal(config.checksum.name_template, "{{ .ArtifactName }}.{{ .Algorithm }}");
  assert.equal(config.nightly.draft, true);
  assert.deepEqual(config.release.header, { text: "hi", from_file: "", from_url: "" });
  assert.deepEqual(config.release.footer, { text: "", from_file: "f.md", from_url: "" });
});

test("applyDefaults() keeps sections without effect as written", async () => {
  assert.deepEqual((await configOf("signs: [{cmd: x}]\ndist: d")).inert, { signs: [{ cmd: "x" }] });
});
