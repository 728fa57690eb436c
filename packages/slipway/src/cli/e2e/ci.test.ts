import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { runSlipway, type Run } from "../testing/run-slipway.ts";
import { TINY_MODULE, tempProject, type TempProject } from "../testing/temp-project.ts";

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly "timeout-minutes"?: number; readonly steps?: readonly Step[] }>>;
}
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const WORKFLOW = ".github/workflows/release.yml";

function ci(project: TempProject, ...args: readonly string[]): Promise<Run> {
  return runSlipway(["ci", ...args], { cwd: project.root });
}

test("ci writes a workflow with pinned actions, time limits and no expression in a script", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  assert.equal((await ci(project)).code, 0);
  const text = project.read(WORKFLOW);
  const { permissions, jobs } = parse(text) as Workflow;
  assert.deepEqual(permissions, {});
  assert.deepEqual(Object.keys(jobs), ["plan", "base", "test", "build", "prove", "merge", "publish"]);
  for (const [id, job] of Object.entries(jobs)) {
    assert.ok((job["timeout-minutes"] ?? 0) > 0, id);
    for (const { uses, run, with: inputs } of job.steps ?? []) {
      if (uses !== undefined) assert.match(uses, /^actions\/[\w-]+@[0-9a-f]{40}$/);
      if (uses?.startsWith("actions/checkout")) assert.equal(inputs?.["persist-credentials"], false);
      if (uses?.startsWith("actions/setup-go")) assert.equal(inputs?.["cache"], false);
      assert.doesNotMatch(run ?? "", /\$\{\{/);
    }
  }
  const again = await ci(project);
  assert.match(again.stderr, /^unchanged \.github/m);
  assert.equal(project.read(WORKFLOW), text);
  const matrix = await ci(project, "matrix", "--snapshot");
  const build = JSON.parse(/^build=(.*)$/m.exec(matrix.stdout)?.[1] ?? "") as { readonly shard: string }[];
  assert.ok(build.length >= 2 && build.length <= 8);
  assert.deepEqual(build[0]?.shard, `1/${build.length}`);
  assert.equal((await ci(project, "matrix", "--skip=publish")).code, 0);
  const refused = await ci(project, "matrix", "--skip=publsh");
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /Did you mean publish/);
});

test("ci --check sees 20 planted drifts, and lines between the marks are kept", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  await ci(project);
  const file = path.join(project.root, WORKFLOW);
  const text = readFileSync(file, "utf8");
  assert.equal((await ci(project, "--check")).code, 0);
  const lines = text.split("\n");
  // An edit on every n-th line that is neither empty nor a mark: removed, changed or doubled in turn.
  const places = lines.flatMap((line, at) => (line.trim() === "" || line.includes("yours") ? [] : [at]));
  for (let drift = 0; drift < 17; drift += 1) {
    const at = places[Math.floor((drift * places.length) / 17)] ?? 0;
    const line = lines[at] ?? "";
    const changed = [[], [`${line} # other`], [line, line]][drift % 3] ?? [];
    writeFileSync(file, lines.toSpliced(at, 1, ...changed).join("\n"));
    const checked = await ci(project, "--check");
    assert.equal(checked.code, 1, `drift ${drift} at line ${at + 1}: ${line}`);
    assert.match(checked.stdout, /^@@ line/m);
  }
  writeFileSync(file, text);
  for (const section of [
    "ci:\n  tests: false\n",
    "shards:\n  count: 2\n",
    "ci:\n  runners: {darwin/arm64: my-mac}\n",
  ]) {
    project.write({ "slipway.yaml": `version: 2\n${section}` });
    assert.equal((await ci(project, "--check")).code, 1, section);
  }
  project.write({ "slipway.yaml": "version: 2\n" });

  const mine = text.replace(/(# >>> yours: publish.*\n)/, "$1      - name: Mine\n        run: ./publish.sh\n");
  writeFileSync(file, mine);
  assert.equal((await ci(project, "--check")).code, 0);
  appendFileSync(file, "# drift\n");
  assert.equal((await ci(project)).code, 0);
  assert.equal(readFileSync(file, "utf8"), mine);
});

test("ci --check says the same in a clone under another name", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  project.git("remote", "add", "origin", "https://git.example.test/one/tandem.git");
  assert.equal((await ci(project)).code, 0);
  project.git("remote", "set-url", "origin", "https://git.example.test/other/fork.git");
  const fork = await ci(project, "--check");
  assert.equal(fork.code, 0, fork.stdout);
  assert.match(project.read(WORKFLOW), /^# The release: plan/);
  project.write({ "slipway.yaml": "version: 2\nproject_name: tandem\n" });
  assert.equal((await ci(project)).code, 0);
  assert.match(project.read(WORKFLOW), /^# The release of tandem: plan/);
});

test("ci --check takes which tags release from the file where a clone has no tags", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "1.0.0" });
  await ci(project);
  const text = project.read(WORKFLOW);
  assert.match(text, /^ {4}tags: \["\*"\]$/m);
  project.git("tag", "-d", "1.0.0");
  assert.equal((await ci(project, "--check")).code, 0);
  assert.equal((await ci(project)).code, 0);
  assert.equal(project.read(WORKFLOW), text);
  project.git("tag", "rel-1.0.0");
  const drift = await ci(project, "--check");
  assert.equal(drift.code, 1);
  assert.match(drift.stdout, /^\+ {4}tags: \["rel-\*"\]$/m);
});

test("ci says what it found, how many machines build and why, and what has to be named", async (t) => {
  const project = tempProject(
    t,
    { ...TINY_MODULE, "slipway.yaml": "version: 2\nbuilds:\n  - targets: [linux_amd64]\nshards:\n  count: 3\n" },
    { tag: "v1.0.0" },
  );
  const first = await ci(project);
  assert.match(first.stderr, /^1 machine builds: there is one target \(shards\.count is 3\), 0 jobs prove/m);
  assert.match(first.stderr, /^notice: the jobs run "npx --yes slipway@[\s\S]*ci\.slipway/m);
  const checked = await ci(project, "--check");
  assert.deepEqual([checked.code, checked.stdout], [0, ""]);
  assert.equal(checked.stderr, `up to date: ${WORKFLOW}\n`);
  assert.doesNotMatch((await ci(project, "--slipway", "/opt/slipway")).stderr, /notice/);
  for (const command of ["", " "]) {
    const empty = await ci(project, "--slipway", command);
    assert.equal(empty.code, 2);
    assert.match(empty.stderr, /--slipway is empty[\s\S]*next: /);
  }
  const nowhere = await ci(project, "update", "--from", "/nope");
  assert.match(nowhere.stderr, /error\[ci-pin-unseen\]: There is no folder "\/nope"/);
  project.write({ "dist/metadata.json": '{"project_name":"tiny","version":"1"}', "dist/artifacts.json": "[]" });
  assert.equal((await ci(project, "summary", "--base", "none")).code, 0);
  const base = await ci(project, "summary", "--base", "nope.json");
  assert.equal(base.code, 1);
  assert.match(base.stderr, /error\[file-not-found\]: There is no "nope\.json"[\s\S]*next: slipway ci sizes/);
});

test("ci keeps within the limits of a matrix for 300 targets", async (t) => {
  const builds = Array.from(
    { length: 50 },
    (_, at) =>
      `  - {id: b${at}, binary: b${at}, targets: [linux_amd64_v1, linux_amd64_v2, linux_amd64_v3, linux_arm_5, linux_arm_6, linux_arm_7]}`,
  );
  const project = tempProject(
    t,
    {
      ...TINY_MODULE,
      "slipway.yaml": `version: 2\nbuilds:\n${builds.join("\n")}\nshards:\n  count: 300\n  by: target\n`,
    },
    { tag: "v1.0.0" },
  );
  const matrix = await ci(project, "matrix", "--snapshot");
  assert.equal(matrix.code, 0, matrix.stderr);
  for (const line of matrix.stdout.trim().split("\n")) {
    assert.ok((JSON.parse(line.slice(line.indexOf("=") + 1)) as unknown[]).length <= 200);
  }
});

test("ci --for gitlab starts a child pipeline and leaves a file of the user's alone", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  assert.equal((await ci(project, "--for", "gitlab")).code, 0);
  const trigger = parse(project.read(".gitlab-ci.yml")) as { readonly slipway: Readonly<Record<string, unknown>> };
  assert.deepEqual(trigger.slipway["trigger"], { include: [{ local: ".gitlab/release.yml" }], strategy: "depend" });
  // A branch that is pushed starts nothing: the job has no rule for it.
  assert.deepEqual(trigger.slipway["rules"], [
    { if: "$CI_COMMIT_TAG =~ /^v/" },
    { if: '$CI_PIPELINE_SOURCE == "merge_request_event"' },
    { if: '$CI_PIPELINE_SOURCE == "web" || $CI_PIPELINE_SOURCE == "api"' },
  ]);
  // Without it, jobs of a child whose parent is a merge request's are left out.
  assert.deepEqual((parse(project.read(".gitlab/release.yml")) as { readonly workflow: unknown }).workflow, {
    rules: [{ when: "always" }],
  });
  const child = parse(project.read(".gitlab/release.yml")) as Record<string, { readonly stage?: string }>;
  assert.deepEqual(
    ["test", "build", "prove", "merge", "publish"].map((id) => child[id]?.stage),
    ["test", "build", "prove", "merge", "publish"],
  );
  assert.equal((await ci(project, "--for", "gitlab", "--check")).code, 0);
  project.write({ "slipway.yaml": "version: 2\nci:\n  go: [stable, oldstable]\n" });
  assert.match((await ci(project, "--for", "gitlab")).stderr, /no Go version "oldstable"/);
  project.write({ "slipway.yaml": "version: 2\n" });
  project.write({ ".gitlab-ci.yml": "mine: {script: [true]}\n" });
  const refused = await ci(project, "--for", "gitlab");
  assert.match(refused.stderr, /error\[ci-not-started\]/);
  assert.equal(project.read(".gitlab-ci.yml"), "mine: {script: [true]}\n");
});

test("ci --for gitlab starts each project of a repository by a job of its own", async (t) => {
  const files = ["one", "two"].flatMap((name) =>
    Object.entries(TINY_MODULE).map(([file, text]) => [`${name}/${file}`, text] as const),
  );
  const project = tempProject(t, Object.fromEntries(files), { tag: "v1.0.0" });
  assert.equal((await ci(project, "-C", "one", "--for", "gitlab")).code, 0);
  const refused = await ci(project, "-C", "two", "--for", "gitlab");
  assert.equal(refused.code, 1, refused.stderr);
  // What is to be added stands beside the other project's job, indented as a whole.
  const added = /^ +slipway-two:\n(?: +.*\n)+/mu.exec(refused.stderr)?.[0] ?? "";
  const indent = /^ +/.exec(added)?.[0] ?? "";
  appendFileSync(path.join(project.root, ".gitlab-ci.yml"), added.replaceAll(new RegExp(`^${indent}`, "gmu"), ""));
  assert.deepEqual(Object.keys(parse(project.read(".gitlab-ci.yml")) as object), ["slipway-one", "slipway-two"]);
  assert.equal((await ci(project, "-C", "two", "--for", "gitlab")).code, 0);
});

test("ci --for gitlab writes scripts whose lines stay text whatever folders are called", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "slipway.yaml": "version: 2\ndist: 'made: here #1'\n" });
  assert.equal((await ci(project, "--for", "gitlab")).code, 0);
  const child = parse(project.read(".gitlab/release.yml")) as Record<string, { readonly script?: readonly unknown[] }>;
  const lines = Object.values(child).flatMap(({ script = [] }) => script);
  assert.deepEqual(
    lines.filter((line) => typeof line !== "string"),
    [],
  );
  assert.ok(lines.includes(`tar -cf "$TOP/dist.tar" -C 'made: here #1' .`));
});

test("ci --for another system than the project file's gives that system's machines to every job", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  assert.equal((await ci(project, "--for", "forgejo")).code, 0);
  const { jobs } = parse(project.read(".forgejo/workflows/release.yml")) as Workflow;
  const line = jobs["plan"]?.steps?.map(({ run = "" }) => /slipway (ci matrix[^|]*)/.exec(run)?.[1]).find(Boolean);
  assert.match(line ?? "", / --for forgejo /);
  const matrix = await ci(project, ...line!.replace('"$KIND"', "--snapshot").trim().split(" ").slice(1));
  assert.match(matrix.stdout, /"runner":"docker"/);
  assert.doesNotMatch(matrix.stdout, /ubuntu|macos/);
  const file = path.join(project.root, ".forgejo/workflows/release.yml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replaceAll("\n", "\r\n"));
  assert.equal((await ci(project, "--check", "--for", "forgejo")).code, 0, "ends of lines are git's affair");
  writeFileSync(file, `${text}# drift\n`);
  assert.match((await ci(project, "--check", "--for", "forgejo")).stderr, /next: slipway ci --for forgejo\n/);
  const whole = ["-C", ".", "--for", "forgejo", "--slipway", "npx slipway"];
  const again = /next: slipway ci -C \. --for forgejo --slipway 'npx slipway'\n/;
  assert.match((await ci(project, "--check", ...whole)).stderr, again);
  writeFileSync(path.join(project.root, "own.yaml"), "version: 2\n");
  assert.match((await ci(project, "--check", "-f", "own.yaml")).stderr, /next: slipway ci -f own\.yaml\n/);
  writeFileSync(file, text.replace(/# <<< yours/, "run: mine"));
  const broken = await ci(project, "--for", "forgejo");
  assert.match(broken.stderr, /error\[ci-edits-lost\][\s\S]*"env" has no end/);
  const headless = text.replace(/ *# >>> yours: env.*\n/, "  MINE: 1\n");
  writeFileSync(file, headless);
  for (const more of [[], ["--check"]]) {
    const lost = await ci(project, "--for", "forgejo", ...more);
    assert.match(lost.stderr, /error\[ci-edits-lost\][\s\S]*the end in line \d+ has no start/);
  }
  assert.equal(readFileSync(file, "utf8"), headless);
});

test("ci summary says of a dist that it cannot be read", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, "dist/metadata.json": "cut o" });
  const summary = await ci(project, "summary");
  assert.equal(summary.code, 1);
  assert.match(summary.stderr, /error\[dist-unreadable\]: Cannot read ".*metadata\.json"[\s\S]*next: make the dist/);
});

test("ci refuses to lose lines whose marks are gone, files of others, and pins that are none", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  await ci(project);
  const old = `${project.read(WORKFLOW)}# >>> yours: elsewhere (x)\nmine: 1\n# <<< yours\n`;
  project.write({ [WORKFLOW]: old });
  const lost = await ci(project);
  assert.match(lost.stderr, /error\[ci-edits-lost\][\s\S]*elsewhere/);
  assert.equal(project.read(WORKFLOW), old);
  project.write({ [WORKFLOW]: "name: mine\non: push\njobs: {}\n" });
  for (const more of [[], ["--check"]]) {
    const foreign = await ci(project, ...more);
    assert.equal(foreign.code, 1);
    assert.match(foreign.stderr, /error\[ci-file-foreign\]: "\.github\/workflows\/release\.yml" is there/);
  }
  assert.match(project.read(WORKFLOW), /^name: mine$/m);
  project.write({ ".github/slipway-actions.json": '[{"repository":"a/b","version":"v1","commit":"main"}]' });
  assert.match((await ci(project)).stderr, /error\[ci-pins-invalid\]/);
});

test("ci update pins the commits of the newest releases, of annotated and lightweight tags alike", async (t) => {
  const project = tempProject(t, TINY_MODULE, { tag: "v1.0.0" });
  const from = mkdtempSync(path.join(os.tmpdir(), "slipway-actions-"));
  t.after(() => rmSync(from, { recursive: true, force: true }));
  const commits = new Map<string, string>();
  const names = ["checkout", "setup-go", "setup-node", "upload-artifact", "download-artifact"];
  for (const name of names) {
    const action = tempProject(t, { "action.yml": `name: ${name}\n` });
    action.git("tag", "v9.9.9");
    action.commit("newer");
    action.git(...(name === "setup-go" ? ["tag", "v10.0.1"] : ["tag", "-a", "-m", "release", "v10.0.1"]));
    commits.set(`actions/${name}`, action.git("rev-parse", "HEAD").trim());
    action.commit("no release");
    for (const tag of ["v10", "v10.1.0-beta.1", "latest", "v11.0.0.1"]) action.git("tag", tag);
    action.git("clone", "--quiet", "--bare", ".", path.join(from, "actions", name));
  }
  for (const place of [from, `${pathToFileURL(from).href}/`]) {
    project.write({ ".github/slipway-actions.json": "[]\n" });
    const run = await ci(project, "update", "--from", place);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(
      JSON.parse(project.read(".github/slipway-actions.json")),
      [...commits].map(([repository, commit]) => ({ repository, version: "v10.0.1", commit })),
    );
  }
  const sub = path.join(project.root, "sub");
  project.write({ ".github/slipway-actions.json": "[]\n", "sub/go.mod": "module example.test/sub\n\ngo 1.24\n" });
  const below = await runSlipway(["ci", "update", "--from", path.relative(sub, from)], { cwd: sub });
  assert.equal(below.code, 0, below.stderr);
  assert.equal((await ci(project)).code, 0);
  const text = project.read(WORKFLOW);
  for (const [repository, commit] of commits) assert.ok(text.includes(`uses: ${repository}@${commit} # v10.0.1`));
  assert.equal((await ci(project, "--check")).code, 0);

  rmSync(path.join(from, "actions", "setup-node"), { recursive: true });
  const before = project.read(".github/slipway-actions.json");
  const unseen = await ci(project, "update", "--from", from);
  assert.equal(unseen.code, 1);
  assert.match(unseen.stderr, /error\[ci-pin-unseen\]: Cannot see the releases of the action "actions\/setup-node"/);
  assert.equal(project.read(".github/slipway-actions.json"), before);
  const flag = await ci(project, "update", "--from=--upload-pack=touch hacked;");
  assert.match(flag.stderr, /error\[ci-pin-unseen\]/);
  assert.ok(!project.list().includes("hacked"));
});

test("ci gives programs with C a compiler, legs of their own a machine, and modules elsewhere their tests", async (t) => {
  const project = tempProject(
    t,
    {
      ...TINY_MODULE,
      "slipway.yaml": `version: 2
dist: out/release
builds:
  - env: [CGO_ENABLED=1]
    targets: [linux_amd64, linux_arm64, darwin_arm64, windows_amd64, windows_arm64]
shards:
  native: [darwin/arm64, windows/arm64, windows/amd64]
`,
    },
    { tag: "v1.0.0" },
  );
  assert.equal((await ci(project)).code, 0);
  const text = project.read(WORKFLOW);
  const { jobs } = parse(text) as Workflow;
  const build = jobs["build"]?.steps ?? [];
  assert.ok(build.some(({ run }) => /pip install .*ziglang==\d/.test(run ?? "")));
  assert.ok(build.some(({ run }) => /vcvarsall\.bat`" %ARCH%/.test(run ?? "")));
  assert.match(text, /\(cd out\/release && tar/);
  const matrix = await ci(project, "matrix", "--snapshot");
  const legs = JSON.parse(/^build=(.*)$/m.exec(matrix.stdout)?.[1] ?? "") as readonly Readonly<
    Record<string, unknown>
  >[];
  assert.deepEqual(
    legs.slice(-3).map(({ shard, runner, msvc }) => [shard, runner, msvc]),
    [
      ["darwin/arm64", "macos-15", undefined],
      ["windows/arm64", "windows-11-arm", "arm64"],
      ["windows/amd64", "windows-2025", "x64"],
    ],
  );

  const sub = tempProject(t, { "services/api/go.mod": "module example.test/api\n\ngo 1.21\n" }, { tag: "v1.0.0" });
  sub.write({
    "services/api/main.go": "package main\n\nfunc main() {}\n",
    "slipway.yaml": "version: 2\nproject_name: api\nbuilds:\n  - dir: services/api\n    targets: [linux_amd64]\n",
  });
  assert.equal((await ci(sub)).code, 0);
  assert.match(sub.read(WORKFLOW), /go-version-file: services\/api\/go\.mod/);
  assert.match(sub.read(WORKFLOW), /\(cd services\/api && go test "\$FLAGS" \.\/\.\.\.\)/);
});

test("ci for a project file with another name uses it in every job, in a workflow of its own", async (t) => {
  const project = tempProject(t, { ...TINY_MODULE, ".goreleaser-linux.yml": "version: 2\n" }, { tag: "v1.0.0" });
  const args = ["-f", ".goreleaser-linux.yml"];
  assert.match((await ci(project, ...args)).stderr, /^wrote \.github\/workflows\/release-goreleaser-linux\.yml$/m);
  const text = project.read(".github/workflows/release-goreleaser-linux.yml");
  assert.match(text, /^name: release-goreleaser-linux$/m);
  const commands = text.split("\n").filter((line) => /^ .*slipway (?:release|merge|ci) /.test(line));
  assert.ok(commands.length >= 6);
  for (const line of commands) assert.match(line, / --config \.goreleaser-linux\.yml/);
  assert.equal((await ci(project, ...args, "--check")).code, 0);
  const gitlab = await ci(project, ...args, "--for", "gitlab");
  assert.equal(gitlab.code, 0, gitlab.stderr);
  assert.match(project.read(".gitlab/release-goreleaser-linux.yml"), /slipway merge --config \.goreleaser-linux\.yml /);
  const input = await runSlipway(["ci", "-f", "-"], { cwd: project.root, stdin: "version: 2\n" });
  assert.equal(input.code, 2);
  assert.match(input.stderr, /standard input/);
});
