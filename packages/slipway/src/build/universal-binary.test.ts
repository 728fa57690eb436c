import assert from "node:assert/strict";
import { statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { FatFile } from "../binary/macho/fat-file.ts";
import { closingKinds, packKinds } from "../pack/kinds.ts";
import { testProject, type TestProgram } from "../pack/testing/test-project.ts";
import { hookKind } from "./hook/before-hooks.ts";
import { universalBinaryKind } from "./universal-binary.ts";

const KINDS = [universalBinaryKind, ...packKinds, ...closingKinds, hookKind];

function macho(cpu: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(40));
  bytes.setUint32(0, 0xfeedfacf, true);
  bytes.setUint32(4, cpu, true);
  return new Uint8Array(bytes.buffer);
}

const AMD64: TestProgram = {
  name: "demo",
  target: { os: "darwin", arch: "amd64", variant: "v1" },
  bytes: macho(0x0100_0007),
};
const ARM64: TestProgram = {
  name: "demo",
  target: { os: "darwin", arch: "arm64", variant: "v8.0" },
  bytes: macho(0x0100_000c),
  told: { DynamicallyLinked: true },
};
const LINUX: TestProgram = { name: "demo", target: { os: "linux", arch: "amd64", variant: "v1" } };

test("universalBinaryKind joins both programs by CPU number and replaces them", async () => {
  using project = testProject();
  const config =
    'universal_binaries: [{replace: true, name_template: "{{ .ProjectName }}x", mod_timestamp: "1600000000"}]\narchives: [{files: [none*]}]';
  const plan = await project.plan(KINDS, config, [ARM64, AMD64, LINUX]);
  await project.run(plan, KINDS);
  const fat = new FatFile(project.bytes("demo_darwin_all/demox"));
  assert.deepEqual(
    fat.slices.map((slice) => slice.cpu),
    [0x0100_0007, 0x0100_000c],
  );
  const stat = statSync(path.join(project.dist, "demo_darwin_all/demox"));
  assert.equal(
    plan.tasks.flatMap(({ outputs }) => outputs).find((each) => each.path === "demo_darwin_all/demox")?.mtime,
    1_600_000_000,
  );
  assert.equal(stat.mode & 0o777, 0o755);
  const sum = `sha256:${project.text("demo_1.2.3_checksums.txt").match(/^(\S+)  demo_1.2.3_darwin_all/m)![1]}`;
  const records = JSON.parse(project.text("artifacts.json")) as {
    name: string;
    path: string;
    extra: object;
    goos?: string;
    target?: string;
  }[];
  assert.deepEqual(
    records.filter((record) => record.goos === "darwin").map(({ name, target, extra }) => [name, target, extra]),
    [
      [
        "demox",
        undefined,
        { Binary: "demo", Builder: "go", DynamicallyLinked: true, Ext: "", ID: "demo", Replaces: true },
      ],
      [
        "demo_1.2.3_darwin_all.tar.gz",
        undefined,
        {
          Binaries: ["demox"],
          Checksum: sum,
          DynamicallyLinked: true,
          Files: [],
          Format: "tar.gz",
          ID: "default",
          Replaces: true,
          WrappedIn: "",
        },
      ],
    ],
  );
});

test("universalBinaryKind keeps the single programs unless it replaces them", async () => {
  using project = testProject();
  const plan = await project.plan(KINDS, "universal_binaries: [{}]\narchives: [{files: [none*]}]", [AMD64, ARM64]);
  const names = plan.tasks.filter((task) => task.kind === "archive").map((task) => task.outputs[0]!.path);
  assert.deepEqual(names, [
    "demo_1.2.3_darwin_amd64.tar.gz",
    "demo_1.2.3_darwin_arm64.tar.gz",
    "demo_1.2.3_darwin_all.tar.gz",
  ]);
});

test("universalBinaryKind says when there is nothing to join, and refuses two of one architecture", async () => {
  using project = testProject();
  const plan = await project.plan([universalBinaryKind], "universal_binaries: [{}]", [LINUX]);
  assert.deepEqual(
    plan.findings.map((finding) => finding.code),
    ["universal-binary-empty"],
  );
  const twice = { ...AMD64, target: { os: "darwin", arch: "amd64", variant: "v3" } };
  await assert.rejects(
    project.plan([universalBinaryKind], "universal_binaries: [{}]", [AMD64, twice]),
    /two are for the same architecture/,
  );
});

test("universalBinaryKind refuses what is no Mach-O program", async () => {
  using project = testProject();
  const plan = await project.plan([universalBinaryKind], "universal_binaries: [{}]", [
    AMD64,
    { ...ARM64, bytes: new Uint8Array(99) },
  ]);
  await assert.rejects(
    project.run(plan, [universalBinaryKind]),
    /Cannot put "demo_darwin_arm64_v8.0\/demo" into a universal program/,
  );
});

test("universalBinaryKind runs hooks before and after, and ships what the last one leaves", async () => {
  using project = testProject();
  const config = `
universal_binaries:
  - hooks:
      pre: ["sh -c 'echo {{ .Target }} > before'"]
      post: ["sh -c 'printf {{ .Name }}:{{ .Os }}:{{ .Arch }} > {{ .Path }}'"]
`;
  const plan = await project.plan(KINDS, config, [AMD64, ARM64]);
  assert.deepEqual(
    plan.tasks.filter((task) => task.target === "darwin/all" && task.stage === "build").map((task) => task.id),
    ["hook:pre:universal:demo", "universal-binary:demo", "hook:post:universal:demo"],
  );
  await project.run(plan, KINDS);
  assert.equal(project.text("demo_darwin_all/demo"), "demo:darwin:all");
  assert.equal(project.text("../before"), "darwin_all\n");
});
