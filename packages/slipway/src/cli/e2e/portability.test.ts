import assert from "node:assert/strict";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject } from "../testing/temp-project.ts";

const FILES = {
  ...TINY_MODULE,
  "slipway.yaml": `version: 2
builds: [{ targets: [linux_amd64, windows_amd64], env: [CGO_ENABLED=0] }]
prove:
  portability:
    fail_on: warning
    ignore: [{ codes: [portability-symlink], files: ["old/**"], reason: goes away }]
`,
  "lock/lock.go": 'package lock\n\nimport "os"\n\nfunc Take() (*os.File, error) { return os.Create("/tmp/lock") }\n',
  "old/old.go": 'package old\n\nimport "os"\n\nfunc Link() error { return os.Symlink("a", "b") }\n',
  "old/old_windows.go": "package old\n\nfunc OnlyHere() {}\n",
};

test("portability tells targets, API and findings in every form", async (t) => {
  const project = tempProject(t, FILES, { tag: "v1.0.0" });
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runSlipway(["portability", ...args], { cwd: project.root });
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const text = await run();
  assert.match(text, /^linux\/amd64 +yes +3 of 3 +3 in, 1 out +66\.6 % +0$/m);
  assert.match(text, /^windows\/amd64 +yes +3 of 3 +4 in, 0 out +100\.0 % +1$/m);
  assert.match(text, /warning\[portability-unix-path\] windows\/amd64: "\/tmp\/lock" is no place on Windows/);
  assert.match(text, /old \(windows\/amd64\)\n +func OnlyHere\(\)/);
  assert.match(text, /1 warning, 0 notices, 1 allowed/);
  const json = JSON.parse(await run("--json", "--target", "windows/arm64")) as Record<string, unknown[]>;
  assert.deepEqual([json["targets"]?.length, json["findings"]?.length], [1, 1]);
  const sarif = JSON.parse(await run("--sarif")) as { runs: { results: { suppressions?: unknown[] }[] }[] };
  assert.deepEqual(
    sarif.runs[0]?.results.map(({ suppressions }) => suppressions?.length ?? 0),
    [0, 1],
  );
  assert.match(await run("--html"), /^<!doctype html>[\s\S]*OnlyHere/);
});

test("the gate stops for what fail_on says, and looks again only when a source has changed", async (t) => {
  const project = tempProject(t, FILES, { tag: "v1.0.0" });
  const release = () => runSlipway(["release", "--snapshot", "--clean"], { cwd: project.root });
  const first = await release();
  assert.equal(first.code, 4, first.stderr);
  assert.match(first.stderr, /error\[portability-unix-path\] windows\/amd64/);
  project.write({ "lock/lock.go": "package lock\n" });
  const mended = await release();
  assert.equal(mended.code, 0, mended.stderr);
  assert.doesNotMatch(mended.stderr, /every target sees it .*\(unchanged\)/);
  assert.match((await release()).stderr, /every target sees it .*\(unchanged\)/);
});

test("portability reads what is built, and passes over mistakes in sections that say what is done with it", async (t) => {
  const file =
    "version: 2\narchives: [{ replacements: { amd64: x86_64 } }]\nbuilds: [{ targets: [windows_amd64], env: [CGO_ENABLED=0], ldflags: ['-X main.go={{ .Env.NOT_SET_HERE }}'] }]\n";
  const project = tempProject(t, { ...FILES, "slipway.yaml": file });
  const { code, stdout, stderr } = await runSlipway(["portability"], { cwd: project.root });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /warning\[config-unknown-key\]: Unknown key "replacements" in archives\[0\]/);
  assert.match(stdout, /^windows\/amd64 +yes/m);
  const strict = await runSlipway(["portability", "--strict"], { cwd: project.root });
  assert.equal(strict.code, 2, strict.stderr);
  project.write({ "slipway.yaml": "version: 2\nbuilds: [{ tragets: [windows_amd64] }]\n" });
  const misspelt = await runSlipway(["portability"], { cwd: project.root });
  assert.equal(misspelt.code, 2, misspelt.stderr);
});

test("portability without a file judges what is shipped and straight ways, counts the rest, and --all tells it", async (t) => {
  const notes = `package main

import "os"

type store interface{ Keep() error }

type folder struct{}

func (folder) Keep() error { return os.MkdirAll("/var/lib/tool", 0o755) }

type nothing struct{}

func (nothing) Keep() error { return nil }

func keepAll(all []store) {
	for _, each := range all {
		_ = each.Keep()
	}
}

func init() { keepAll([]store{folder{}, nothing{}}) }
`;
  const maker =
    'package main\n\nimport "os/exec"\n\nfunc main() { panic(exec.Command("systemctl", "stop", "x").Run()) }\n';
  const project = tempProject(t, { ...TINY_MODULE, "notes.go": notes, "contrib/maker/main.go": maker });
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runSlipway(["portability", "--target", "windows/amd64", ...args], {
      cwd: project.root,
    });
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const some = await run();
  assert.match(some, /0 errors, 0 warnings, 0 notices\n/);
  assert.match(
    some,
    /Nothing says that these are shipped, so they are not judged: \.\/contrib\/maker\. --all judges them too\n/,
  );
  assert.match(some, /1 place that no straight call leads to: --all tells them\n/);
  const all = await run("--all");
  assert.match(all, /"systemctl" is not started/);
  assert.match(all, /"\/var\/lib\/tool" is no place on Windows/);
  assert.match(all, /0 errors, 2 warnings, 0 notices\n$/);
});
