import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { needPrograms } from "../../platform/testing/need-programs.ts";
import { runAct, slipwayProgram } from "../testing/act/run-act.ts";
import { distFiles } from "../testing/dist-files.ts";
import { runSlipway } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject, type Cleanup, type TempProject } from "../testing/temp-project.ts";

const ROOT = path.resolve(import.meta.dirname, "../../../../..");
const EXAMPLES = path.join(ROOT, "examples");
const WORKFLOW = ".github/workflows/release.yml";

function temporary(t: Cleanup): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "slipway-ci-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes the workflow, with steps of one's own between the marks, and commits and tags it. */
async function workflow(
  t: Cleanup,
  project: TempProject,
  { own = {}, system = "github" }: { readonly own?: Readonly<Record<string, string>>; readonly system?: string } = {},
): Promise<void> {
  const args = ["ci", "--for", system, "--slipway", slipwayProgram(t)];
  assert.equal((await runSlipway(args, { cwd: project.root })).code, 0);
  const file = system === "github" ? WORKFLOW : `.${system}/workflows/release.yml`;
  let text = project.read(file);
  for (const [mark, steps] of Object.entries(own)) {
    text = text.replace(new RegExp(`(# >>> yours: ${mark} .*\n)`), (found) => `${found}${steps}`);
  }
  project.write({ [file]: text });
  assert.equal((await runSlipway([...args, "--check"], { cwd: project.root })).code, 0, "steps of one's own are kept");
  project.commit("workflow");
  project.git("tag", "v1.2.3");
}

/** The steps that a page shows for publishing: into the folder that `PUBLISH_TO` names. */
function publishSteps(system: string): string {
  const page = readFileSync(path.join(ROOT, "docs", `ci-${system}.md`), "utf8");
  const steps = /# >>> yours: publish \(.*\n([\s\S]*?) *# <<< yours/.exec(page)?.[1] ?? "";
  assert.match(steps, /PUBLISH_TO/);
  return steps;
}

/** The project file that a page shows. */
function projectFile(system: string): string {
  const page = readFileSync(path.join(ROOT, "docs", `ci-${system}.md`), "utf8");
  return /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? assert.fail(`docs/ci-${system}.md shows no project file`);
}

test("act executes the workflow of examples/fleet to the dist of one machine, and publishes it into a folder", async (t) => {
  const [published, fleet] = [temporary(t), tempProject(t, {}, { git: false, name: "fleet" })];
  cpSync(path.join(EXAMPLES, "fleet"), fleet.root, {
    recursive: true,
    filter: (file) => path.basename(file) !== "dist",
  });
  // Each job has a cache of its own, and so would wine a home; the leg for Windows has a test below.
  const smoke = "prove:\n  smoke:\n    - targets: [linux/*]\n      args: [--version]\n";
  fleet.write({ "slipway.yaml": projectFile("github") + smoke });
  fleet.git("init", "--quiet", "--initial-branch=main");
  await workflow(t, fleet, { own: { publish: publishSteps("github") } });
  const run = await runAct(t, { repository: fleet.root, env: { PUBLISH_TO: published } });
  assert.equal(run.code, 0, run.log.slice(-5000));
  assert.deepEqual(run.failed, []);
  const jobs = (start: string): number => run.succeeded.filter((name) => name.startsWith(start)).length;
  assert.ok(jobs("Build ") >= 3, run.succeeded.join("\n"));
  assert.ok(jobs("Prove ") >= 5, run.succeeded.join("\n"));
  assert.ok(jobs("Test on ") >= 5, run.succeeded.join("\n"));
  assert.deepEqual([jobs("Plan"), jobs("Merge"), jobs("Publish")], [1, 1, 1]);

  const cache = path.join(temporary(t), "cache");
  const whole = await runSlipway(["release", "--skip=publish,prove"], {
    cwd: fleet.root,
    env: { SLIPWAY_CACHE: cache },
  });
  assert.equal(whole.code, 0, whole.stderr);
  // Only what the gate itself says of a run differs: here it was skipped.
  assert.deepEqual(distFiles(published), distFiles(path.join(fleet.root, "dist")));
});

/** Says where it runs, by a file that only the prove leg writes. */
const MARKED = (mark: string): string => `package main

import (
	"fmt"
	"os"
	"runtime"
)

var version = "dev"

func main() {
	name := ${JSON.stringify(mark)}
	if runtime.GOOS == "windows" {
		name = "Z:" + name
	}
	word, err := os.ReadFile(name)
	if err != nil {
		word = []byte("elsewhere")
	}
	fmt.Println("tiny", version, string(word))
	if string(word) == "broken here" {
		os.Exit(3)
	}
}
`;

interface Report {
  readonly checks: readonly {
    readonly target: string;
    readonly check: string;
    readonly cases?: readonly { readonly text?: string }[];
  }[];
}

for (const [word, sound] of [
  ["the real thing", true],
  ["broken here", false],
] as const) {
  test(`the leg that would run on Windows is executed, and what it finds ${sound ? "is merged" : "stops the publish"}`, async (t) => {
    needPrograms({ "/usr/lib/wine/wine64": "wine64" });
    const [published, marks] = [temporary(t), temporary(t)];
    const mark = path.join(marks, "where");
    const project = tempProject(t, {
      ...TINY_MODULE,
      "main.go": MARKED(mark),
      "slipway.yaml": `version: 2
builds:
  - targets: [linux_amd64, windows_amd64]
${sound ? "" : "prove:\n  smoke:\n    - args: [--version]\n"}shards:
  count: 2
ci:
  tests: false
  compare: false
`,
    });
    const own = {
      publish: publishSteps("github"),
      prove: `      - name: Mark this machine\n        run: printf '${word}' > '${mark}'\n`,
    };
    await workflow(t, project, { own });
    const run = await runAct(t, { repository: project.root, env: { PUBLISH_TO: published } });
    assert.ok(run.succeeded.includes("Build 1/2-1") || run.succeeded.includes("Build 1/2"), run.log.slice(-3000));
    const leg = (names: readonly string[]): boolean => names.some((name) => name.startsWith("Prove windows/amd64"));
    if (!sound) {
      assert.equal(run.code, 1);
      assert.ok(leg(run.failed), run.log.slice(-3000));
      assert.deepEqual(
        run.succeeded.filter((name) => /Merge|Publish/.test(name)),
        [],
      );
      assert.ok(!existsSync(path.join(published, "artifacts.json")));
      return;
    }
    assert.equal(run.code, 0, run.log.slice(-5000));
    assert.ok(leg(run.succeeded), run.log.slice(-3000));
    const { checks } = JSON.parse(readFileSync(path.join(published, "report.json"), "utf8")) as Report;
    const text = (target: string): string =>
      JSON.stringify(checks.filter((each) => each.check === "smoke" && each.target.startsWith(target)));
    assert.match(text("windows/amd64"), /the real thing/);
    assert.match(text("linux/amd64"), /elsewhere/);
  });
}

const SMALL = `version: 2
builds:
  - targets: [linux_amd64, linux_arm64]
prove:
  reproduce:
    level: off
shards:
  count: 2
`;

test("a pull request makes a snapshot and a summary with sizes against its base, and publishes nothing", async (t) => {
  const published = temporary(t);
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": SMALL }, { tag: "v1.0.0", name: "tiny" });
  const base = project.git("rev-parse", "HEAD").trim();
  project.write({ "more.go": 'package main\n\nimport _ "net/http"\n' });
  await workflow(t, project, { own: { publish: publishSteps("github") } });
  const head = project.git("rev-parse", "HEAD").trim();
  project.git("tag", "-d", "v1.2.3");
  const payload = {
    number: 1,
    pull_request: { number: 1, head: { ref: "more", sha: head }, base: { ref: "main", sha: base } },
  };
  const run = await runAct(t, {
    repository: project.root,
    event: "pull_request",
    payload,
    env: { PUBLISH_TO: published },
  });
  assert.equal(run.code, 0, run.log.slice(-5000));
  assert.ok(run.succeeded.includes("Base"), run.succeeded.join("\n"));
  assert.ok(!run.succeeded.includes("Publish"));
  assert.deepEqual(distFilesOrNone(published), []);
  const summary = run.artifact("dist-", "summary.md");
  assert.match(summary, /^### tiny 1\.0\.0-SNAPSHOT-/m);
  assert.match(summary, /^\| file \| size \| against base \|$/m);
  assert.match(summary, /^\| tiny\S*linux\S*amd64\S* \| \d\S* MB \| \+\d\S* [kM]B \(\+\d\S* %\) \|$/m);
});

test("act executes Forgejo's dialect, with the older artifact service, to the same dist", async (t) => {
  const published = temporary(t);
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": projectFile("forgejo") }, { name: "tiny" });
  await workflow(t, project, { own: { publish: publishSteps("forgejo") }, system: "forgejo" });
  const run = await runAct(t, {
    repository: project.root,
    workflow: ".forgejo/workflows/release.yml",
    env: { PUBLISH_TO: published },
  });
  assert.equal(run.code, 0, run.log.slice(-5000));
  assert.ok(run.succeeded.some((name) => name.startsWith("Build 2/2")));
  const whole = await runSlipway(["release", "--skip=publish,prove"], { cwd: project.root });
  assert.equal(whole.code, 0, whole.stderr);
  assert.deepEqual(distFiles(published), distFiles(path.join(project.root, "dist")));
});

const OUR_ACTION = "slipway/slipway@0123456789012345678901234567890123456789";

test("act runs the action: its inputs, outputs, summary, annotations and problem matcher", async (t) => {
  const [action, kept] = [temporary(t), temporary(t)];
  for (const file of ["action.yml", "action/index.js"]) cpSync(path.join(ROOT, file), path.join(action, file));
  const slipway = slipwayProgram(t);
  const step = (name: string, inputs: Readonly<Record<string, string>>, more = ""): string =>
    [
      `      - name: ${name}`,
      `        id: ${name.toLowerCase()}`,
      ...(more === "" ? [] : [`        ${more}`]),
      `        uses: ${OUR_ACTION}`,
      "        with:",
      ...Object.entries({ version: slipway, ...inputs }).map(([key, value]) => `          ${key}: ${value}`),
      "",
    ].join("\n");
  const project = tempProject(
    t,
    {
      "app/.gitignore": "dist/\n",
      ...Object.fromEntries(Object.entries(TINY_MODULE).map(([file, text]) => [`app/${file}`, text])),
      "app/slipway.yaml": SMALL,
      "broken/go.mod": "module example.test/broken\n\ngo 1.21\n",
      "broken/main.go": "package main\n\nfunc main() { undefined() }\n",
      [WORKFLOW]: `name: action
on: push
jobs:
  release:
    name: Release
    runs-on: ubuntu-24.04
    env:
      CI: "true"
      GITHUB_ACTIONS: "true"
    steps:
      - name: Check out
        run: git clone --quiet "$TEST_REPOSITORY" x && mv x/* x/.git . && rm -rf x
${step("Install", { "install-only": "true" })}
      - name: Installed
        run: slipway --version > '${kept}/version'
${step("Build", { args: "release --snapshot", workdir: "app" })}
      - name: Keep
        env:
          ARTIFACTS: \${{ steps.build.outputs.artifacts }}
          METADATA: \${{ steps.build.outputs.metadata }}
        run: |
          printf '%s' "$ARTIFACTS" > '${kept}/artifacts.json'
          printf '%s' "$METADATA" > '${kept}/metadata.json'
${step("Broken", { args: "build --snapshot --single-target", workdir: "broken" }, "continue-on-error: true")}
      - name: Outcome
        env:
          OUTCOME: \${{ steps.broken.outcome }}
        run: printf '%s' "$OUTCOME" > '${kept}/outcome'
`,
    },
    { tag: "v1.0.0", name: "tiny" },
  );
  const run = await runAct(t, { repository: project.root, actions: { [OUR_ACTION]: action } });
  assert.equal(run.code, 0, run.log.slice(-5000));
  const file = (name: string): string => readFileSync(path.join(kept, name), "utf8");
  assert.match(file("version"), /^slipway \d/);
  assert.ok((JSON.parse(file("artifacts.json")) as unknown[]).length > 4);
  assert.equal((JSON.parse(file("metadata.json")) as { project_name: string }).project_name, "tiny");
  assert.equal(file("outcome"), "failure");
  // Compiler errors stand on their lines, wherever in the repository the project is.
  assert.match(run.log, /::error file=broken\/main\.go,line=3,col=15,title=build-failed::.*undefined: undefined/);
  assert.match(run.log, /::warning title=git-dirty::The checkout has changes/);
  assert.match(run.log, /Summary - ### tiny \d/);
});

function distFilesOrNone(folder: string): string[] {
  return existsSync(folder) ? distFiles(folder) : [];
}
