import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { judgeWorkflow } from "../testing/judge-workflow.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { tempProject, type Cleanup, type TempProject } from "../testing/temp-project.ts";

const EXAMPLES = path.resolve(import.meta.dirname, "../../../../..", "examples");

/** What a project file can say that changes the workflow. */
const VARIANTS: Readonly<Record<string, string>> = {
  "as it is": "",
  "with shards": "shards:\n  count: 3\n  by: goos\n",
  "with axes": 'ci:\n  go: ["1.25", stable, oldstable]\n  builds: [release, debug]\n',
  "with machines of its own":
    "ci:\n  runners:\n    build: my-linux\n    darwin/arm64: my-mac\n  environment: 'to the public'\n",
  "without tests and comparison": "ci:\n  tests: false\n  compare: false\n  slipway: /opt/slipway it's/bin\n",
};
const LEGS = "shards:\n  native: [darwin/arm64, darwin/amd64, windows/amd64, windows/arm64]\n";

function copyOf(t: Cleanup, example: string, more: string): TempProject {
  const project = tempProject(t, {}, { git: false });
  const filter = (file: string): boolean => path.basename(file) !== "dist";
  cpSync(path.join(EXAMPLES, example), project.root, { recursive: true, filter });
  const own = project.list().includes("slipway.yaml") ? project.read("slipway.yaml") : "version: 2\n";
  project.write({ "slipway.yaml": own + more });
  project.git("init", "--quiet", "--initial-branch=main");
  project.commit("first");
  project.git("tag", "v1.0.0");
  return project;
}

for (const example of ["hello", "fleet", "native", "page", "tally"]) {
  test(`the workflows of examples/${example} are without a finding, whatever its project file says`, async (t) => {
    const variants = { ...VARIANTS, ...(example === "native" ? { "with legs for C": LEGS } : {}) };
    for (const [name, more] of Object.entries(variants)) {
      const project = copyOf(t, example, more);
      for (const system of ["github", "forgejo"]) {
        const run = await runSlipway(["ci", "--for", system], { cwd: project.root });
        assert.equal(run.code, 0, run.stderr);
        const file = path.join(project.root, `.${system}/workflows/release.yml`);
        const found = await judgeWorkflow(file, { labels: ["docker", "my-linux"], github: system === "github" });
        assert.deepEqual(found, [], `${name}, ${system}`);
        const uses = [...readFileSync(file, "utf8").matchAll(/uses: (\S+)(.*)/gu)];
        assert.ok(uses.length > 5);
        for (const [, action, comment] of uses) {
          assert.match(action ?? "", /^actions\/[\w-]+@[0-9a-f]{40}$/);
          assert.match(comment ?? "", /^ # v\d+\.\d+\.\d+$/);
        }
        const again = await runSlipway(["ci", "--for", system], { cwd: project.root });
        assert.match(again.stderr, /^unchanged/);
      }
    }
  });
}

test("the judges do judge", async (t) => {
  const project = copyOf(t, "hello", "");
  await runSlipway(["ci"], { cwd: project.root });
  const file = path.join(project.root, ".github/workflows/release.yml");
  const text = project.read(".github/workflows/release.yml");
  for (const [right, wrong, judge] of [
    ["timeout-minutes: 15", "timeout-minuts: 15", /workflow-parser: [\s\S]*actionlint: /],
    ["persist-credentials: false", "clean: true", /zizmor: /],
    ["needs: [plan]", "needs: [plam]", /actionlint: /],
    ["permissions: {}", "permissions: write-all", /zizmor: /],
  ] as const) {
    project.write({ ".github/workflows/release.yml": text.replace(right, wrong) });
    assert.match((await judgeWorkflow(file, { labels: [], github: true })).join("\n"), judge, wrong);
  }
});
