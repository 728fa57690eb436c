import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject } from "../testing/temp-project.ts";

test("a run that is killed within a post hook leaves an unfinished program, and the next run finishes it", async (t) => {
  const project = tempProject(t, {
    ".gitignore": "dist/\n",
    "go.mod": "module example.test/hooked\n\ngo 1.21\n",
    "main.go": "package main\n\nfunc main() {}\n",
    "slipway.yaml": `version: 2
project_name: hooked
builds:
  - env: [CGO_ENABLED=0]
    targets: [linux_amd64]
    hooks:
      post:
        - sh -c 'test ! -e ../nap || { rm ../nap; sleep 60; }; printf hooked >> "$1"' sh {{ .Path }}
`,
  });
  const nap = path.join(project.root, "..", "nap");
  const built = "dist/hooked_linux_amd64_v1/hooked";
  const env = { SLIPWAY_CACHE: path.join(project.root, "..", "cache") };
  writeFileSync(nap, "");
  let waiting: NodeJS.Timeout | undefined;
  await runSlipway(["build", "--snapshot"], {
    cwd: project.root,
    env,
    onStart(child) {
      waiting = setInterval(() => {
        if (existsSync(nap)) return;
        clearInterval(waiting);
        child.kill("SIGKILL");
      }, 20);
    },
  });
  clearInterval(waiting);
  assert.ok(existsSync(path.join(project.root, built)), "the hook is told where the program is");
  assert.ok(!project.read(built).endsWith("hooked"));
  assert.ok(!existsSync(path.join(project.root, "dist/artifacts.json")), "nothing tells of the program yet");

  for (let again = 0; again < 2; again++) {
    const run = await runSlipway(["build", "--snapshot"], { cwd: project.root, env });
    assert.equal(run.code, 0, run.stderr);
    assert.match(project.read(built), /(?<!hooked)hooked$/);
  }
  assert.match(project.read("dist/artifacts.json"), /"hooked"/);
});
