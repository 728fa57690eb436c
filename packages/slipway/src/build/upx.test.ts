import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { packKinds } from "../pack/kinds.ts";
import { testProject, type TestProject, type TestProgram } from "../pack/testing/test-project.ts";
import { universalBinaryKind } from "./universal-binary.ts";
import { upxKind } from "./upx.ts";

const KINDS = [universalBinaryKind, upxKind, ...packKinds];
const LINUX: TestProgram = {
  name: "demo",
  target: { os: "linux", arch: "amd64", variant: "v1" },
  told: { DynamicallyLinked: true },
};
const ARM: TestProgram = { name: "demo", target: { os: "linux", arch: "arm", variant: "7" } };

/** A stand-in for upx in the project: it notes its words, then does what `script` says to the file, its last word. */
function fakeUpx(project: TestProject, script: string): string {
  const file = path.join(project.root, "upx");
  writeFileSync(
    file,
    `#!/bin/sh\nif [ "$1" = --version ]; then echo "upx 9.9"; exit 0; fi\necho "$@" > ${project.root}/words\nfor file; do :; done\n${script}\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

test("upxKind takes the place of what was built, with upx's exact words", async () => {
  using project = testProject();
  const upx = fakeUpx(project, 'printf packed > "$file"');
  const config = `upx: [{enabled: true, binary: ${upx}, goos: [linux], goarm: ["7"], compress: best, lzma: true, brute: true}]\narchives: [{formats: [tar], files: [none*]}]`;
  const plan = await project.plan(KINDS, config, [ARM]);
  await project.run(plan, KINDS);
  assert.equal(project.text("demo_linux_arm_7/demo"), "packed");
  assert.match(readFileSync(path.join(project.root, "words"), "utf8"), /^--quiet --best --lzma --brute .*demo\n$/);
  const archive = plan.tasks.find((task) => task.kind === "archive")!;
  assert.deepEqual(archive.inputs, ["demo_linux_arm_7/demo"]);
  assert.ok(archive.needs[0]!.startsWith("upx:"), "the archive waits for upx");
});

test("upxKind leaves out what its lists do not name and what is not enabled", async () => {
  using project = testProject();
  for (const section of [
    "{enabled: true, goos: [darwin]}",
    "{enabled: false}",
    "{enabled: true, goamd64: [v3]}",
    "{enabled: true, ids: [other]}",
    "{}",
  ]) {
    const plan = await project.plan([upxKind], `upx: [${section}]`, [LINUX]);
    assert.deepEqual(
      plan.tasks.map((task) => task.kind),
      ["test-program"],
      section,
    );
  }
});

test("upxKind ships what upx cannot pack, and says so", async () => {
  using project = testProject();
  const upx = fakeUpx(project, 'printf broken > "$file"; echo "upx: demo: CantPackException: bad" >&2; exit 2');
  const plan = await project.plan([upxKind], `upx: [{enabled: true, binary: ${upx}}]`, [LINUX]);
  await project.run(plan, [upxKind]);
  assert.equal(project.text("demo_linux_amd64_v1/demo"), project.text(".unfinished/demo_linux_amd64_v1/demo"));
  assert.deepEqual(project.told("demo_linux_amd64_v1/demo"), { DynamicallyLinked: true });
  assert.deepEqual(project.events, [
    {
      type: "message",
      level: "warning",
      text: "demo_linux_amd64_v1/demo is shipped uncompressed: upx says CantPackException",
    },
  ]);
});

test("upxKind fails with what upx says otherwise", async () => {
  using project = testProject();
  const upx = fakeUpx(project, "echo no idea >&2; exit 1");
  const plan = await project.plan([upxKind], `upx: [{enabled: true, binary: ${upx}}]`, [LINUX]);
  await assert.rejects(project.run(plan, [upxKind]), /Cannot compress "demo_linux_amd64_v1\/demo"/);
});

test("upxKind is skipped, told once, where there is no upx", async () => {
  using project = testProject();
  const plan = await project.plan([upxKind], "upx: [{enabled: true, binary: no-such-upx}]", [LINUX, ARM]);
  await project.run(plan, [upxKind]);
  assert.deepEqual(
    project.events.map((event) => event.type === "message" && event.text),
    ['upx is skipped: "no-such-upx" is not on the PATH; programs are shipped uncompressed'],
  );
  assert.equal(project.text("demo_linux_arm_7/demo"), project.text(".unfinished/demo_linux_arm_7/demo"));
});
