import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { parse } from "yaml";
import { CLI } from "../../packages/slipway/src/cli/testing/run-slipway.ts";
import { TINY_MODULE, tempProject } from "../../packages/slipway/src/cli/testing/temp-project.ts";
import { ACTION_FILE, bundleAction } from "./bundle-action.ts";

const root = path.resolve(import.meta.dirname, "..", "..");

/** A runner's folders and files, and what the action wrote into them. */
function runAction(
  t: { after(fn: () => void): void },
  inputs: Readonly<Record<string, string>>,
  workspace: string,
): { code: number | null; stdout: string; stderr: string; output: string; summary: string; path: string } {
  const temp = mkdtempSync(path.join(os.tmpdir(), "slipway-action-"));
  t.after(() => rmSync(temp, { recursive: true, force: true }));
  const slipway = path.join(temp, "slipway");
  writeFileSync(slipway, `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(slipway, 0o755);
  const files = { GITHUB_OUTPUT: "output", GITHUB_STEP_SUMMARY: "summary", GITHUB_PATH: "path" };
  const env: Record<string, string> = {
    ...(process.env as Record<string, string>),
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace,
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: path.join(temp, "tools"),
    INPUT_VERSION: slipway,
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
  };
  mkdirSync(path.join(temp, "tools"));
  for (const [name, file] of Object.entries(files)) {
    env[name] = path.join(temp, file);
    writeFileSync(path.join(temp, file), "");
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [ACTION_FILE], { env, encoding: "utf8" });
  const read = (file: string): string => readFileSync(path.join(temp, file), "utf8");
  return { code: status, stdout, stderr, output: read("output"), summary: read("summary"), path: read("path") };
}

test("action/index.js is the bundle of its sources", async () => {
  assert.equal(readFileSync(ACTION_FILE, "utf8"), await bundleAction(), "run: npm run action");
});

test("action.yml has the inputs and outputs of GoReleaser's action", () => {
  const action = parse(readFileSync(path.join(root, "action.yml"), "utf8")) as {
    inputs: object;
    outputs: object;
    runs: { main: string };
  };
  assert.deepEqual(Object.keys(action.inputs), ["version", "args", "workdir", "install-only"]);
  assert.deepEqual(Object.keys(action.outputs), ["artifacts", "metadata"]);
  assert.equal(path.join(root, action.runs.main), ACTION_FILE);
});

test("the action releases, hands on outputs and sums up", (t) => {
  const project = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml": "version: 2\nbuilds:\n  - targets: [linux_amd64]\n",
  });
  const run = runAction(t, { args: "release --snapshot --skip=prove", workdir: "." }, project.root);
  assert.equal(run.code, 0, run.stdout);
  assert.match(run.output, /^artifacts<<SLIPWAY_END\n\[/m);
  assert.match(run.output, /^metadata<<SLIPWAY_END\n\{/m);
  assert.match(run.summary, /^### tiny 0\.0\.0-SNAPSHOT/);
  assert.match(run.path, /slipway.bin\n$/);
  // Wherever the command line and the project file put it.
  project.write({ "app.yaml": "version: 2\ndist: out\nbuilds:\n  - targets: [linux_amd64]\n" });
  const args = `release --snapshot --skip=prove -C ${path.basename(project.root)} --config=app.yaml`;
  const elsewhere = runAction(t, { args, workdir: ".." }, project.root);
  assert.equal(elsewhere.code, 0, elsewhere.stdout);
  assert.match(elsewhere.output, /"path": ?"out\//);
  assert.match(elsewhere.summary, /^### tiny 0\.0\.0-SNAPSHOT/);
});

test("the action fails with Slipway's exit code, and for inputs that make no sense", (t) => {
  const project = tempProject(t, {
    "tools/go.mod": "module example.test/tools\n\ngo 1.21\n",
    "tools/main.go": "package main\n\nfunc main() { undefined() }\n",
    "tools/wrong.yaml": "version: 2\nbuild: []\n",
  });
  const args = "build --snapshot --single-target";
  // Annotations count from the top of the repository, whatever folder Slipway runs in or is pointed at.
  for (const inputs of [{ args, workdir: "tools" }, { args: `${args} -C tools` }]) {
    const broken = runAction(t, inputs, project.root);
    assert.equal(broken.code, 1);
    assert.equal(broken.output, "");
    assert.match(
      broken.stderr,
      /^::error file=tools\/main\.go,line=3,col=15,title=build-failed::.*undefined: undefined$/m,
    );
  }
  const wrong = runAction(t, { args: "check -f wrong.yaml", workdir: "tools" }, project.root);
  assert.match(wrong.stderr, /^::error file=tools\/wrong\.yaml,line=2,col=1,title=config-unknown-key::/m);
  for (const [inputs, words] of [
    [{}, /::error::args is empty/],
    [{ args: "check", "install-only": "maybe" }, /::error::install-only must be true or false/],
    [{ args: "check", version: "../nowhere/slipway" }, /::error::There is no/],
    [{ args: "check", version: "1; rm -rf" }, /::error::"1; rm -rf" is no version/],
  ] as const) {
    const run = runAction(t, inputs, project.root);
    assert.equal(run.code, 1);
    assert.match(run.stdout, words);
  }
  const only = runAction(t, { "install-only": "true" }, project.root);
  assert.equal(only.code, 0);
});
