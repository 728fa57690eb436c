import assert from "node:assert/strict";
import { test } from "node:test";
import { checkConfig, type CheckResult } from "./check-config.ts";
import { errorLines } from "./testing/error-lines.ts";
import { projectFiles } from "./testing/project-files.ts";

const FILES = {
  "good.yaml": "version: 2\n",
  "old.yaml": "snapshot: {name_template: x}\n",
  "bad.yaml": "foo: 1\n",
  "twice.yaml":
    "project_name: p\nbuilds:\n  - id: a\n  - id: a\n  - main: x\n  - main: y\narchives: [{}, {}]\nrelease: {github: {owner: a, name: b}, gitea: {owner: c, name: d}}\n",
};

async function check(...files: string[]): Promise<CheckResult> {
  return await checkConfig(files, {
    readText: projectFiles(FILES),
    facts: { projectName: (names) => names.project_name, mains: [], env: {} },
  });
}

test("checkConfig() answers with GoReleaser's codes", async () => {
  assert.equal((await check("good.yaml")).code, 0);
  assert.equal((await check("bad.yaml")).code, 1);
  assert.equal((await check("old.yaml")).code, 2);
});

test("checkConfig() of several files answers with the worst", async () => {
  assert.equal((await check("good.yaml", "old.yaml")).code, 2);
  assert.equal((await check("old.yaml", "bad.yaml", "good.yaml")).code, 1);
  assert.deepEqual(
    (await check("old.yaml", "bad.yaml", "good.yaml")).files.map((file) => file.code),
    [2, 1, 0],
  );
});

test("checkConfig() without names checks what would be used", async () => {
  const result = await check();
  assert.equal(result.code, 0);
  assert.equal(result.files[0]?.file, undefined);
});

test("checkConfig() finds what is wrong between sections", async () => {
  const [file] = (await check("twice.yaml")).files;
  assert.equal(
    file?.problems.map(errorLines).join("\n"),
    [
      'twice.yaml:4:9: config-invalid: builds[1] has the id "a" of builds[0]\n    - id: a\n          ^\n  hint: Give every entry an id of its own',
      'twice.yaml:6:5: config-invalid: builds[3] has the id "p" of builds[2]\n    - main: y\n      ^^^^^^^\n  hint: Give every entry an id of its own',
      'twice.yaml:7:16: config-invalid: archives[1] has the id "default" of archives[0]\n  archives: [{}, {}]\n                 ^^\n  hint: Give every entry an id of its own',
      "twice.yaml:8:47: config-invalid: A release goes to one forge, not to github and gitea\n  release: {github: {owner: a, name: b}, gitea: {owner: c, name: d}}\n                                                ^^^^^^^^^^^^^^^^^^^\n  hint: Keep one of them",
    ].join("\n"),
  );
});
