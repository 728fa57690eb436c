import assert from "node:assert/strict";
import test from "node:test";
import { runSlipway } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject } from "../testing/temp-project.ts";

test("check renders templates: a wrong one is an error with its position, a variable of CI is named", async (t) => {
  const project = tempProject(t, {
    ...TINY_MODULE,
    "slipway.yaml":
      'version: 2\narchives:\n  - name_template: "{{ .ProjectName }}_{{ .Env.CI_ONLY_NAME }}_{{ .Os }}_{{ .Arch }}"\n',
  });
  const good = await runSlipway(["check"], { cwd: project.root });
  assert.equal(good.code, 0, good.stderr);
  assert.match(good.stdout, /slipway\.yaml: valid/);
  assert.match(good.stderr, /template-variables-missing.*CI_ONLY_NAME/);

  project.write({ "bad.yaml": 'version: 2\nchecksum:\n  name_template: "sums_{{ .Nope }}.txt"\n' });
  const bad = await runSlipway(["check", "bad.yaml"], { cwd: project.root });
  assert.equal(bad.code, 1);
  assert.match(bad.stderr, /template-execution[\s\S]*\.Nope[\s\S]*bad\.yaml:3:/);

  project.write({ "torn.yaml": 'version: 2\nchecksum:\n  name_template: "sums_{{ .Version"\n' });
  const torn = await runSlipway(["check", "torn.yaml"], { cwd: project.root });
  assert.equal(torn.code, 1);
  assert.match(torn.stderr, /template-syntax[\s\S]*torn\.yaml:3:/);
});

test("check says that templates were not rendered where nothing can be planned", async (t) => {
  const project = tempProject(t, { "slipway.yaml": "version: 2\n" });
  const run = await runSlipway(["check"], { cwd: project.root });
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stderr, /templates-not-rendered.*go\.mod/);
});
