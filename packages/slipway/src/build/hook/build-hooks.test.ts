import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { SlipwayError } from "../../errors.ts";
import { BuildRig } from "../testing/build-rig.ts";

const FILES = {
  "go.mod": "module example.test/app\n\ngo 1.21\n",
  "main.go": 'package main\n\nfunc main() { println("hello") }\n',
};

function withConfig(yaml: string, more: Record<string, string> = {}): Record<string, string> {
  return { ...FILES, "slipway.yaml": `version: 2\nproject_name: app\n${yaml}`, ...more };
}

test("before hooks run one after another with the config's templates, ahead of every build", async () => {
  await using rig = await BuildRig.make({
    files: withConfig(`before:
  hooks:
    - sh -c 'echo "package main" > generated.go; echo {{ .ProjectName }} > order'
    - sh -c "echo second >> order"
builds: [{ targets: [linux_amd64] }]
`),
  });
  const plan = await rig.plan();
  assert.deepEqual(
    plan.tasks.map((task) => [task.id, task.needs]),
    [
      ["hook:before:0", []],
      ["hook:before:1", ["hook:before:0"]],
      ["go-build:app:linux_amd64_v1", ["hook:before:1"]],
    ],
  );
  await rig.run(plan);
  assert.equal(readFileSync(join(rig.root, "order"), "utf8"), "app\nsecond\n");
  const { tasks } = await rig.plan({ skip: ["before"] });
  assert.deepEqual(
    tasks.map((task) => task.kind),
    ["go-build"],
  );
});

test("post hooks see the program under its path in dist and may change it", async () => {
  await using rig = await BuildRig.make({
    files: withConfig(
      `builds:
  - builder: prebuilt
    prebuilt: { path: main.go }
    targets: [linux_arm_7, windows_amd64]
    env: ["TAG={{ .Os }}-{{ .Arm }}"]
    hooks:
      pre:
        - cmd: sh -c 'echo {{ .Name }} $TAG $MORE >> pre'
          env: ["MORE={{ .Target }}"]
          dir: .
      post: ./mark.sh "{{ .Path }}" {{ .Ext }}
`,
      { "mark.sh": '#!/bin/sh\nprintf MARK >>"$1"\necho "$@" >>post\n' },
    ),
  });
  const plan = await rig.plan();
  assert.deepEqual(
    plan.tasks.map((task) => task.id),
    [
      "hook:pre:app:linux_arm_7",
      "prebuilt:app:linux_arm_7",
      "hook:post:app:linux_arm_7",
      "hook:pre:app:windows_amd64_v1",
      "prebuilt:app:windows_amd64_v1",
      "hook:post:app:windows_amd64_v1",
    ],
  );
  await rig.run(plan);
  assert.equal(
    readFileSync(join(rig.root, "pre"), "utf8"),
    "app linux-7 linux_arm_7\napp.exe windows- windows_amd64_v1\n",
  );
  const program = join(rig.dist, "app_linux_arm_7/app");
  assert.equal(readFileSync(join(rig.root, "post"), "utf8").split("\n")[0], program);
  assert.equal(readFileSync(program).subarray(-4).toString(), "MARK");
  const artifacts = plan.tasks.flatMap((task) => task.outputs.flatMap((output) => output.artifact?.path ?? []));
  assert.deepEqual(artifacts, ["app_linux_arm_7/app", "app_windows_amd64_v1/app.exe"]);
});

test("a hook that fails is told with its output, and leaves no program behind", async () => {
  await using rig = await BuildRig.make({
    files: withConfig(`builds:
  - targets: [linux_amd64]
    hooks: { post: "sh -c 'echo broken >&2; exit 3'" }
`),
  });
  await assert.rejects(rig.run(await rig.plan()), (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.message, 'The post hook of build "app" failed: "sh" ended with 3');
    assert.equal(error.details.output, "broken");
    return error.code === "hook-failed";
  });
  assert.ok(!existsSync(join(rig.dist, "app_linux_amd64_v1/app")));
});

test("a hook that hangs is ended with the run, its children too", async () => {
  await using rig = await BuildRig.make({
    files: withConfig(`before: { hooks: ["sh -c 'echo $$ > pid; sleep 300 & wait'"] }\n`),
  });
  const plan = await rig.plan();
  const task = plan.tasks[0]!;
  const { hookKind } = await import("./before-hooks.ts");
  const controller = new AbortController();
  const running = hookKind.run(task, rig.context(task, controller.signal));
  while (!existsSync(join(rig.root, "pid"))) await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort();
  await assert.rejects(
    Promise.resolve(running),
    (error: unknown) => error instanceof SlipwayError && error.code === "cancelled",
  );
});
