import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "yaml";
import { applyDefaults } from "./defaults/apply-defaults.ts";
import { DEFAULT_LDFLAGS } from "./defaults/builds.ts";
import { effectiveConfigYaml } from "./effective-config.ts";
import { loadConfig } from "./load/load-config.ts";
import { projectFiles } from "./testing/project-files.ts";

type Value = Record<string, unknown>;

/** Results of GoReleaser 2.16.0, `goreleaser build --snapshot` in a module `hello`: the sections that act. */
async function recorded(name: string): Promise<{ input: string; theirs: Value }> {
  const folder = new URL("testdata/effective/", import.meta.url);
  const [input, theirs] = await Promise.all(
    ["in", "goreleaser"].map((part) => readFile(new URL(`${name}.${part}.yaml`, folder), "utf8")),
  );
  return { input: input ?? "", theirs: parse(theirs ?? "") as Value };
}

async function effective(input: string, targets: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const loaded = await loadConfig({ readText: projectFiles({ "slipway.yaml": input }) });
  assert.deepEqual(loaded.problems, []);
  const config = applyDefaults(loaded.raw, {
    projectName: (names) => names.project_name ?? "hello",
    mains: [{ dir: ".", name: "hello" }],
    env: {},
    hasFile: true,
  });
  return effectiveConfigYaml(config, { targets });
}

/** What we write otherwise, in full: reproducible defaults, and deprecated keys only under their new names. */
function asOurs(theirs: Value): Value {
  const ours = structuredClone(theirs);
  for (const build of ours["builds"] as Value[]) {
    delete build["gobinary"];
    build["flags"] ??= ["-trimpath"];
    const ldflags = build["ldflags"] as string[];
    build["ldflags"] = ldflags.map((flags) => (flags.includes("builtBy=goreleaser") ? DEFAULT_LDFLAGS : flags));
  }
  for (const archive of ours["archives"] as Value[]) for (const key of ["format", "builds"]) delete archive[key];
  delete (ours["snapshot"] as Value)["name_template"];
  return ours;
}

for (const name of ["empty", "several", "binary-default"]) {
  test(`effectiveConfigYaml() is GoReleaser's for ${name}`, async () => {
    const { input, theirs } = await recorded(name);
    const targets = Object.fromEntries((theirs["builds"] as Value[]).map((build) => [build["id"], build["targets"]]));
    const expected = asOurs(theirs);
    const ours = parse(await effective(input, targets as Record<string, string[]>)) as Value;
    assert.deepEqual(ours, expected);
    assert.deepEqual(Object.keys(ours), Object.keys(expected));
  });
}

test("effectiveConfigYaml() is a config that means the same", async () => {
  const input = await readFile(new URL("testdata/everything.yaml", import.meta.url), "utf8");
  const once = await effective(input, {});
  assert.equal(await effective(once, {}), once);
});

test("effectiveConfigYaml() has the sections without effect as written", async () => {
  const ours = parse(await effective("signs: [{cmd: x}]\nprove: {smoke: [{args: [-v]}]}\n", {})) as Value;
  assert.deepEqual(ours["signs"], [{ cmd: "x" }]);
  const run = { args: ["-v"], expect: "exit", timeout: "10s", memory: "1G" };
  assert.deepEqual(ours["prove"], { smoke: [run] });
});
