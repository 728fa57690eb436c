import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../errors.ts";
import { BuildRig } from "./testing/build-rig.ts";

const CONFIG = `version: 2
project_name: app
builds:
  - builder: prebuilt
    targets: [linux_amd64, darwin_arm64]
    binary: tool
    prebuilt: { path: "out/{{ .Os }}_{{ .Arch }}{{ with .Amd64 }}_{{ . }}{{ end }}/tool{{ .Ext }}" }
`;

test("prebuilt takes each target's program from its path", async () => {
  await using rig = await BuildRig.make({
    files: { "slipway.yaml": CONFIG, "out/linux_amd64_v1/tool": "linux", "out/darwin_arm64/tool": "mac" },
  });
  const plan = await rig.plan();
  await rig.run(plan);
  assert.equal(readFileSync(join(rig.dist, "app_linux_amd64_v1/tool"), "utf8"), "linux");
  assert.equal(readFileSync(join(rig.dist, "app_darwin_arm64_v8.0/tool"), "utf8"), "mac");
  assert.deepEqual(plan.tasks[0]!.outputs[0]!.artifact?.extra, {
    Binary: "tool",
    Ext: "",
    ID: "app",
    Builder: "prebuilt",
  });
});

test("prebuilt names the file that is missing", async () => {
  await using rig = await BuildRig.make({ files: { "slipway.yaml": CONFIG, "out/darwin_arm64/tool": "mac" } });
  await assert.rejects(rig.run(await rig.plan()), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, "prebuilt-missing");
    return error.details.expected === "a file at out/linux_amd64_v1/tool";
  });
});
