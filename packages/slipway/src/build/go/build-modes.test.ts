import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { formatTargetExplanation } from "../../plan/targets/explain-target.ts";
import { BuildRig } from "../testing/build-rig.ts";
import type { GoBuildParams } from "./go-build-params.ts";
import { goBuildArguments } from "./go-command.ts";
import { explainBuilds } from "./explain-builds.ts";

const HOST = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const CLEAN = { GOFLAGS: undefined, GOENV: "off", CC: undefined };

function project(builds: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    "go.mod": "module example.test/app\n\ngo 1.21\n",
    "slipway.yaml": `version: 2\nproject_name: app\nbuilds:\n${builds}`,
    "main.go": "package main\n\nfunc main() { println(1) }\n",
    ...more,
  };
}

async function refused(builds: string, code: string, message: RegExp): Promise<void> {
  await using rig = await BuildRig.make({ files: project(builds), env: CLEAN });
  await assert.rejects(rig.plan(), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

test("main: ./... builds every main package under its own name and id", async () => {
  const main = "package main\n\nfunc main() {}\n";
  await using rig = await BuildRig.make({
    files: project(`  - { main: ./..., targets: [${HOST}, windows_amd64] }\n`, {
      "cmd/b/main.go": main,
      "cmd/a/main.go": main,
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  assert.deepEqual(
    plan.tasks
      .filter((task) => task.id.endsWith("windows_amd64_v1"))
      .map((task) => [task.id, task.outputs[0]!.path, task.outputs[0]!.artifact?.extra["ID"]]),
    [
      ["go-build:app:windows_amd64_v1", "app_windows_amd64_v1/app.exe", "app"],
      ["go-build:app:a:windows_amd64_v1", "app_windows_amd64_v1/a.exe", "a"],
      ["go-build:app:b:windows_amd64_v1", "app_windows_amd64_v1/b.exe", "b"],
    ],
  );
});

test("main: ./... refuses one name for several programs", async () => {
  const main = "package main\n\nfunc main() {}\n";
  for (const key of ["id", "binary"]) {
    await using rig = await BuildRig.make({
      files: project(`  - { main: ./..., ${key}: x }\n`, { "cmd/b/main.go": main }),
      env: CLEAN,
    });
    await assert.rejects(rig.plan(), new RegExp(`finds 2 programs, and "${key}" is set for one`));
  }
});

test("overrides change the details of the target that they name", async () => {
  await using rig = await BuildRig.make({
    files: project(`  - targets: [linux_amd64, linux_arm, js_wasm]
    flags: [-trimpath, "-tags=all"]
    env: ["A=1", "B={{ .Env.A }}2"]
    overrides:
      - { goos: linux, goarch: arm, flags: [-v], env: ["B=9", "C={{ .Arm }}"] }
      - { goos: js, goarch: wasm, ldflags: ["-X main.x={{ .Env.B }}"] }
`),
    env: CLEAN,
  });
  const params = new Map((await rig.plan()).tasks.map((task) => [task.target, task.params as never])) as Map<
    string | undefined,
    { settings: { flags: string[]; env: object }; ldflags: string }
  >;
  assert.deepEqual(params.get("linux/amd64/v1")?.settings.env, { A: "1", B: "12" });
  assert.deepEqual(params.get("linux/arm/6")?.settings.flags, ["-v"]);
  assert.deepEqual(params.get("linux/arm/6")?.settings.env, { A: "1", B: "9", C: "6" });
  assert.equal(params.get("js/wasm")?.ldflags, "-X main.x=12");
  assert.deepEqual(params.get("js/wasm")?.settings.flags, ["-trimpath", "-tags=all"]);
});

test("c-archive gives the library and its header, with cgo on since the mode needs it", async () => {
  await using rig = await BuildRig.make({
    files: project(`  - { targets: [linux_amd64, windows_amd64], buildmode: c-archive, binary: libapp }\n`),
    env: CLEAN,
  });
  const plan = await rig.plan();
  assert.deepEqual(
    plan.tasks.flatMap((task) => task.outputs.map((output) => [output.path, output.artifact?.type])),
    [
      ["app_linux_amd64_v1/libapp.a", "C Archive Library"],
      ["app_linux_amd64_v1/libapp.h", "C Header"],
      ["app_windows_amd64_v1/libapp.lib", "C Archive Library"],
      ["app_windows_amd64_v1/libapp.h", "C Header"],
    ],
  );
  const { settings } = plan.tasks[0]!.params as unknown as { settings: { cgo: { enabled: boolean; why: string } } };
  assert.deepEqual([settings.cgo.enabled, settings.cgo.why], [true, "-buildmode=c-archive needs it"]);
});

test("buildmode archive makes one library per package, and an edit reaches only its importers", async () => {
  await using rig = await BuildRig.make({
    files: project(`  - { targets: [${HOST}], buildmode: archive, packages: [./...] }\n`, {
      "a/a.go": "package a\n\nfunc A() int { return 1 }\n",
      "b/b.go": 'package b\n\nimport "example.test/app/a"\n\nfunc B() int { return a.A() }\n',
      "c/c.go": "package c\n\nfunc C() int { return 3 }\n",
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  assert.deepEqual(
    plan.tasks.map((task) => task.outputs[0]!.artifact?.name),
    ["a.a", "b.a", "c.a"],
  );
  await rig.run(plan);
  for (const task of plan.tasks)
    assert.equal(readFileSync(join(rig.dist, task.outputs[0]!.path)).subarray(0, 7).toString(), "!<arch>");
  const reach = await Promise.all(
    plan.tasks.map(async (task) => (await rig.discover(task)).files.some((file) => file.endsWith("a.go"))),
  );
  assert.deepEqual(reach, [true, true, false]);
});

test("command: test compiles the tests of a package", async () => {
  await using rig = await BuildRig.make({
    files: project(`  - { targets: [${HOST}], command: test, main: ./lib, binary: app.test, no_main_check: true }\n`, {
      "lib/lib.go": "package lib\n",
      "lib/lib_test.go": 'package lib\n\nimport "testing"\n\nfunc TestX(t *testing.T) {}\n',
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  const files = (await rig.discover(plan.tasks[0]!)).files.map((file) => file.slice(rig.root.length + 1));
  assert.deepEqual(files, ["go.mod", "lib/lib.go", "lib/lib_test.go"]);
  const argv = goBuildArguments([plan.tasks[0]!.params as GoBuildParams], "app.test");
  assert.deepEqual([argv[0], argv.includes("-c"), argv.at(-1)], ["test", true, "./lib"]);
});

test("a package with C is told when cgo is off, with file and line", async () => {
  await using rig = await BuildRig.make({
    files: project(`  - { targets: [linux_amd64, windows_amd64] }\n`, {
      "main.go": 'package main\n\nimport "example.test/app/native"\n\nfunc main() { println(native.N) }\n',
      "native/n.go": "package native\n\nconst N = 1\n",
      "native/c_linux.go": '//go:build cgo\n\npackage native\n\n// int x;\nimport "C"\n',
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  const found = [];
  for (const task of plan.tasks) found.push(...((await rig.discover(task)).findings ?? []));
  assert.deepEqual(
    found.map((finding) => [finding.code, finding.target, finding.where]),
    [["cgo-needed", "linux/amd64/v1", { file: "native/c_linux.go", line: 6 }]],
  );
});

test("compilers that Go cannot drive and wrappers in the wrong place are refused before the build", async () => {
  await refused(
    `  - { env: [CGO_ENABLED=1, "CC=cl.exe"] }\n`,
    "cgo-compiler-refused",
    /CC=cl.exe, which Go cannot drive/,
  );
  await refused(`  - { flags: ["-toolexec=ccache"] }\n`, "cgo-compiler-refused", /through a C compiler cache/);
  await refused(`  - { builder: rust }\n`, "build-config-invalid", /Builder "rust"/);
  await refused(`  - { env: ["NAME"] }\n`, "build-config-invalid", /"NAME" in env is not NAME=value/);
  await refused(`  - { mod_timestamp: "{{ .CommitDate }}" }\n`, "build-config-invalid", /mod_timestamp/);
});

test("flags that hurt are found: -buildid=, tags twice, variables that go build does not read", async () => {
  await using rig = await BuildRig.make({
    files: project(
      `  - { targets: [${HOST}], ldflags: ["-s -buildid="], flags: [-tags=a], tags: [b], env: [CC_FOR_TARGET=gcc, CC_arm64=gcc] }\n`,
    ),
    env: CLEAN,
  });
  const { findings } = await rig.plan();
  assert.deepEqual(
    findings.map((finding) => finding.code),
    ["build-id-removed", "flag-twice", "variable-not-read", "variable-not-read"],
  );
});

test("explainBuilds() tells what a target selects without building", async () => {
  await using rig = await BuildRig.make({
    files: project(`  - { targets: [darwin_arm64, js_wasm] }\n`, {
      "x_js.go": "package main\n",
      "x_darwin.go": "package main\n",
    }),
    env: CLEAN,
  });
  const plan = await rig.plan();
  const explanation = await explainBuilds(plan, "darwin/arm64", rig.context(plan.tasks[0]!));
  assert.equal(explanation.format.name, "Mach-O");
  const [program] = explanation.programs;
  assert.ok(program);
  assert.deepEqual(program.packages.find((each) => each.importPath === "example.test/app")?.files, [
    "main.go",
    "x_darwin.go",
  ]);
  assert.ok(program.standardFiles["runtime"]?.includes("sys_darwin_arm64.s"));
  assert.equal(program.variables["GOARM64"], "v8.0");
  const lines = formatTargetExplanation(explanation);
  assert.ok(lines.includes("  cgo        off: off unless builds.env has CGO_ENABLED=1"), lines.join("\n"));
  await assert.rejects(
    explainBuilds(plan, "linux/amd64", rig.context(plan.tasks[0]!)),
    /builds nothing for linux\/amd64\/v1/,
  );
});
