import assert from "node:assert/strict";
import { statSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { closingKinds, openingKinds, packKinds } from "./kinds.ts";
import { formatSize } from "./report-sizes.ts";
import { testProject } from "./testing/test-project.ts";

const KINDS = [...openingKinds, ...packKinds, ...closingKinds];
const ARM7 = { os: "linux", arch: "arm", variant: "7" } as const;

test("artifactsRecordKind writes what GoReleaser 2.16.0 writes, key by key", async () => {
  using project = testProject({ LICENSE: "l\n" });
  const config = "archives: [{}, {id: bin, formats: [binary]}]\nreport_sizes: true";
  const plan = await project.plan(KINDS, config, [
    { name: "demo", target: ARM7, told: { DynamicallyLinked: true, note: 1 } },
  ]);
  await project.run(plan, KINDS);
  const sum = (name: string): string =>
    `sha256:${project.text("demo_1.2.3_checksums.txt").match(new RegExp(`^([0-9a-f]+)  ${name}$`, "m"))![1]}`;
  const size = (file: string): number => statSync(path.join(project.dist, file)).size;
  const platform = '"goos":"linux","goarch":"arm","goarm":"7","target":"linux_arm_7"';
  const program = size("demo_linux_arm_7/demo");
  const archive = "demo_1.2.3_linux_armv7.tar.gz";
  const lines = [
    `{"name":"demo","path":"dist/demo_linux_arm_7/demo",${platform},"internal_type":4,"type":"Binary","extra":{"Binary":"demo","Builder":"go","DynamicallyLinked":true,"Ext":"","ID":"demo","Size":${program}}}`,
    `{"name":"metadata.json","path":"dist/metadata.json","internal_type":35,"type":"Metadata"}`,
    `{"name":"${archive}","path":"dist/${archive}",${platform},"internal_type":1,"type":"Archive","extra":{"Binaries":["demo"],"Checksum":"${sum(archive)}","DynamicallyLinked":true,"Files":["LICENSE"],"Format":"tar.gz","ID":"default","Size":${size(archive)},"WrappedIn":""}}`,
    `{"name":"demo_1.2.3_linux_armv7","path":"dist/demo_linux_arm_7/demo",${platform},"internal_type":2,"type":"Binary","extra":{"Binary":"demo","Checksum":"${sum("demo_1.2.3_linux_armv7")}","DynamicallyLinked":true,"Format":"binary","ID":"bin","Size":${program}}}`,
    `{"name":"demo_1.2.3_checksums.txt","path":"dist/demo_1.2.3_checksums.txt","internal_type":12,"type":"Checksum","extra":{"Size":${size("demo_1.2.3_checksums.txt")}}}`,
  ];
  assert.equal(project.text("artifacts.json"), `[${lines.join(",")}]`);
});

test("metadataKind writes what is released, with the commit's time, and mod_timestamp sets the file's", async () => {
  using project = testProject();
  const plan = await project.plan(KINDS, 'metadata: {mod_timestamp: "1600000000"}', [], {
    git: { previousTag: "v1.2.2" },
  } as never);
  await project.run(plan, KINDS);
  assert.equal(
    project.text("metadata.json"),
    '{"project_name":"demo","tag":"v1.2.3","previous_tag":"v1.2.2","version":"1.2.3","commit":"0123456789012345678901234567890123456789","date":"2023-11-14T22:13:20Z","runtime":{"goos":"linux","goarch":"amd64"},"made_by":"slipway"}',
  );
  for (const { path: name, mtime } of plan.tasks.flatMap(({ outputs }) => outputs))
    if (["metadata.json", "artifacts.json"].includes(name)) assert.equal(mtime, 1_600_000_000);
});

test("effectiveConfigKind writes the config with the targets of its builds", async () => {
  using project = testProject();
  const plan = await project.plan(KINDS, "builds: [{id: demo}]", [{ name: "demo", target: ARM7 }]);
  await project.run(plan, KINDS);
  assert.match(project.text("config.yaml"), /^project_name: demo$/m);
  assert.match(project.text("config.yaml"), /targets:\n +- linux_arm_7\n/);
});

test("reportSizesKind prints a line per file", async () => {
  using project = testProject();
  const plan = await project.plan(KINDS, "archives: [{formats: [binary]}]\nreport_sizes: true", [
    { name: "demo", target: ARM7, bytes: new Uint8Array(2000) },
  ]);
  await project.run(plan, KINDS);
  const texts = project.events.flatMap((event) => (event.type === "message" ? [event.text] : []));
  assert.equal(texts[0], "dist/demo_linux_arm_7/demo: 1.953KiB");
});

test("formatSize() keeps four digits", () => {
  assert.deepEqual([0, 160, 1023, 1024, 517_710, 1_245_346, 2 ** 40].map(formatSize), [
    "0B",
    "160B",
    "1023B",
    "1KiB",
    "505.6KiB",
    "1.188MiB",
    "1TiB",
  ]);
});
