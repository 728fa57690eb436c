import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { findOnPath } from "../platform/process/find-program.ts";
import { examineProject, type Examination } from "./examine-project.ts";
import { openProject } from "./open-project.ts";

/** What doctor says as `found|missing PURPOSE: COMMAND`, in a project with `config` and with `programs` on the PATH. */
async function examined(t: TestContext, config: string, programs: Readonly<Record<string, string>>): Promise<string[]> {
  const { tools } = await examination(t, config, programs);
  return tools
    .filter((tool) => tool.name !== "git" && !tool.purpose.startsWith("go1") && !tool.purpose.startsWith("runs "))
    .map(
      (tool) =>
        `${tool.path === undefined ? (tool.required ? "missing" : "absent") : "found"} ${tool.purpose}: ` +
        (tool.path ?? tool.name).replace(/^.*\/bin\//, ""),
    );
}

/** What doctor finds in a project with `config` and with `programs` on the PATH. */
async function examination(
  t: TestContext,
  config: string,
  programs: Readonly<Record<string, string>>,
): Promise<Examination> {
  const root = mkdtempSync(join(tmpdir(), "slipway-doctor-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const bin = join(root, "bin");
  const project = join(root, "project");
  for (const folder of [bin, project]) mkdirSync(folder);
  writeFileSync(join(project, "go.mod"), "module example.test/tools\n\ngo 1.21\n");
  writeFileSync(join(project, "main.go"), "package main\n\nfunc main() {}\n");
  writeFileSync(join(project, "slipway.yaml"), config);
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(bin, name), text, { mode: 0o755 });
  const go = findOnPath("go", { env: process.env, os: process.platform });
  assert.ok(go, "these tests need Go on the PATH");
  symlinkSync(go, join(bin, "go"));
  const env = { PATH: bin, HOME: root, SLIPWAY_CACHE: join(root, "cache") };
  return examineProject(await openProject({ dir: project, env }));
}

test("examineProject() says that Go is missing where there is none", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "slipway-doctor-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "go.mod"), "module example.test/tools\n\ngo 1.21\n");
  writeFileSync(join(root, "main.go"), "package main\n\nfunc main() {}\n");
  const env = { PATH: root, HOME: root, GOPROXY: "off", SLIPWAY_CACHE: join(root, "cache") };
  const { toolchain, tools, targets } = await examineProject(await openProject({ dir: root, env }));
  assert.deepEqual([toolchain, targets], ["none", []]);
  const [go] = tools;
  assert.deepEqual([tools.length, go?.name, go?.required, go?.path], [1, "go", true, undefined]);
  assert.match(go?.install ?? "", /install go1\.21/);
});

const CGO = "version: 2\nbuilds:\n  - env: [CGO_ENABLED=1]\n";

test("examineProject() names a C compiler for each target with cgo, zig through Python included", async (t) => {
  const ziglang = "#!/bin/sh\ntest \"$1 $2 $3\" = '-m ziglang version'\n";
  const config = `${CGO}    targets: [linux_arm64, windows_amd64, freebsd_amd64]\n`;
  assert.deepEqual(await examined(t, config, { python3: ziglang }), [
    "missing C compiler for freebsd/amd64/v1: zig",
    "found C compiler for linux/arm64/v8.0: python3 -m ziglang",
    "found C compiler for windows/amd64/v1: python3 -m ziglang",
  ]);
});

test("examineProject() does not take a Python without ziglang for zig, and finds the compiler after it", async (t) => {
  const programs = { python3: "#!/bin/sh\nexit 1\n", "x86_64-w64-mingw32-gcc": "#!/bin/sh\n" };
  assert.deepEqual(await examined(t, `${CGO}    targets: [windows_amd64]\n`, programs), [
    "found C compiler for windows/amd64/v1: x86_64-w64-mingw32-gcc",
  ]);
});

test("examineProject() looks for the CC, the wrapper and the tool that the config names", async (t) => {
  const config = `version: 2
builds:
  - id: c
    targets: [linux_arm64]
    env: [CGO_ENABLED=1, "CC='my cc' -x"]
    cc_wrapper: ccache
  - id: tiny
    tool: tinygo
    binary: tiny
    targets: [linux_arm64]
`;
  assert.deepEqual(await examined(t, config, { "my cc": "#!/bin/sh\n", tinygo: "#!/bin/sh\n" }), [
    "missing builds.cc_wrapper: ccache",
    "found C compiler for linux/arm64/v8.0: my cc",
    "found builds.tool: tinygo",
  ]);
});

test("examineProject() looks for the programs of hooks and for upx", async (t) => {
  const config = `version: 2
before:
  hooks: [./made.sh, ./gone.sh, "gen --all"]
builds:
  - targets: [linux_amd64]
    hooks:
      post: sign-it {{ .Path }}
upx:
  - enabled: true
`;
  assert.deepEqual(await examined(t, config, { gen: "#!/bin/sh\n" }), [
    "missing before hook: made.sh",
    "missing before hook: gone.sh",
    "found before hook: gen",
    'missing post hook of build "tools": sign-it',
    "absent makes programs smaller: upx",
  ]);
});

test("examineProject() wants nothing but Go and git of a plain project", async (t) => {
  assert.deepEqual(await examined(t, "version: 2\n", {}), []);
});

test("examineProject() says for each target what can be done here and the exact command for what is missing", async (t) => {
  const script = "#!/bin/sh\n";
  const programs = { "apt-get": script, "x86_64-w64-mingw32-gcc": script, "qemu-aarch64-static": script };
  const config = `${CGO}    targets: [darwin_arm64, linux_arm64, windows_amd64]\n`;
  const { targets } = await examination(t, config, programs);
  const [mac, linux, windows] = targets;
  assert.deepEqual([mac?.build, linux?.build, windows?.build], [false, false, true]);
  assert.deepEqual([mac?.prove, linux?.prove, linux?.run], ["nothing", "nothing", ["qemu-aarch64"]]);
  const build = (each: typeof linux): string | undefined => each?.missing.find((lack) => lack.for === "build")?.install;
  assert.equal(
    build(linux),
    "pip install ziglang; or apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross; or set CC in builds.overrides",
  );
  assert.equal(build(mac), "pip install ziglang; or set CC in builds.overrides");
  assert.equal(linux?.missing[0]?.commands?.darwin, "brew install zig");
  const signer = windows?.missing.find((lack) => lack.for === "sign");
  assert.equal(signer?.install, "apt-get install osslsigncode");
});
