import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { SlipwayError } from "../errors.ts";
import type { Facts } from "./facts.ts";
import type { GatherOptions } from "./gather-facts.ts";
import { gatherFacts } from "./gather-facts.ts";
import { projectName } from "./project-name.ts";
import { refuseUnfitFacts } from "./refuse-unfit-facts.ts";
import { GIT_SHAPES } from "./testing/git-shapes.ts";
import type { Step } from "./testing/repository.ts";
import { isolatedEnvironment, makeRepository, MODULE, temporaryFolder } from "./testing/repository.ts";

const work = realpathSync(temporaryFolder("gather"));
const cacheFolder = path.join(work, "cache");
let folders = 0;

interface Recorded {
  readonly error?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

const RECORDED = JSON.parse(readFileSync(new URL("testdata/git-shapes.json", import.meta.url), "utf8")) as Record<
  string,
  Recorded
>;

const INIT: readonly Step[] = [{ git: ["init", "-q", "-b", "main"] }, ...MODULE];
const ONE: readonly Step[] = [...INIT, { commit: "feat: first" }];

async function gather(steps: readonly Step[], options: Partial<GatherOptions> = {}): Promise<Facts> {
  return gatherFacts(make(steps), gatherOptions(options));
}

function make(steps: readonly Step[]): string {
  const folder = path.join(work, `project ü ${++folders}`);
  makeRepository(folder, steps, isolatedEnvironment(work));
  return folder;
}

function gatherOptions(options: Partial<GatherOptions> = {}): GatherOptions {
  return {
    host: { os: "linux", arch: "amd64" },
    now: 0,
    cacheFolder,
    ...options,
    env: { ...isolatedEnvironment(work), ...options.env },
  };
}

const LAX = { snapshot: true, skipValidate: true, needsGo: false, needsMain: false };
const RELEASE = { snapshot: false, skipValidate: false, needsGo: true, needsMain: true };

describe("gatherFacts() agrees with what GoReleaser 2.16.0 said", { concurrency: 2 }, () => {
  const NO_CHECKOUT = { Branch: "none", Commit: "none", ShortCommit: "none", Summary: "none" };
  for (const shape of GIT_SHAPES) {
    test(shape.name, async () => {
      const recorded = RECORDED[shape.name];
      assert.ok(recorded, `"${shape.name}" was never recorded: run scripts/record-git-shapes.ts`);
      const facts = await gather(shape.steps, {
        ...(shape.env === undefined ? {} : { env: shape.env }),
        tags: {
          sort: shape.git?.tag_sort ?? "-version:refname",
          prereleaseSuffix: shape.git?.prerelease_suffix ?? "",
          ignoreTags: (shape.git?.ignore_tags ?? []).map((tag) =>
            tag.startsWith("{{") ? (shape.env?.["OTHER_TAG"] ?? "") : tag,
          ),
        },
      });
      const strictness = { ...RELEASE, needsGo: false, snapshot: shape.snapshot ?? false };
      if (recorded.error !== undefined) {
        assert.throws(() => refuseUnfitFacts(facts, strictness), SlipwayError);
        return;
      }
      refuseUnfitFacts(facts, strictness);
      const expected = recorded.fields ?? {};
      const { git } = facts;
      const actual: Record<string, string | undefined> = {
        ...(git === undefined
          ? NO_CHECKOUT
          : { Branch: git.branch, Commit: git.commit, ShortCommit: git.shortCommit, Summary: git.summary }),
        Tag: git?.tag || "v0.0.0",
        PreviousTag: git?.previousTag ?? "",
        CommitTimestamp: String(git?.commitTime ?? -62_135_596_800),
        GitURL: git?.url ?? "",
        TagSubject: git?.tagSubject ?? "",
        TagContents: git?.tagContents ?? "",
        TagBody: git?.tagBody ?? "",
        IsGitDirty: String((git?.dirty.length ?? 0) > 0),
        ProjectName: projectName(
          { projectName: shape.projectName ?? "", releaseDisabled: shape.releaseDisabled ?? false },
          facts,
        ),
      };
      for (const [field, value] of Object.entries(actual)) assert.equal(value, expected[field], field);
    });
  }
});

test("gatherFacts() has no problem with a plain tagged module", async () => {
  const facts = await gather([...ONE, { tag: "v1.0.0" }]);
  assert.deepEqual(facts.problems, []);
  assert.deepEqual(facts.mains, [{ importPath: "example.test/owner/hello", dir: ".", name: "hello" }]);
  assert.equal(facts.git?.url, "");
  assert.equal(facts.git?.tagAtHead, true);
  assert.deepEqual(refuseUnfitFacts(facts, RELEASE), []);
});

test("gatherFacts() does not take its own dist for dirt, wherever it lies", async () => {
  const root = make([...ONE, { tag: "v1.0.0" }]);
  for (const dist of ["dist", "out put/d[1]st*", "nested/deep/dist"]) {
    mkdirSync(path.join(root, dist), { recursive: true });
    writeFileSync(path.join(root, dist, "x"), "x");
  }
  const ours = ["dist", "out put/d[1]st*", "nested/deep/dist", path.join(work, "elsewhere")];
  assert.deepEqual((await gatherFacts(root, gatherOptions({ ours }))).git?.dirty, []);
  assert.deepEqual((await gatherFacts(root, gatherOptions({ ours: ["dist"] }))).git?.dirty, [
    "?? nested/",
    '?? "out put/"',
  ]);
  writeFileSync(path.join(root, "nested", "other"), "x");
  assert.deepEqual((await gatherFacts(root, gatherOptions({ ours }))).git?.dirty, ["?? nested/"]);
});

test("gatherFacts() does not take a cache inside the checkout for dirt", async () => {
  const root = make([...ONE, { tag: "v1.0.0" }, { write: ".slipway-cache/x", text: "x" }]);
  const facts = await gatherFacts(root, gatherOptions({ cacheFolder: path.join(root, ".slipway-cache") }));
  assert.deepEqual(facts.git?.dirty, []);
});

test("gatherFacts() stops when the run is cancelled", async () => {
  const stop = new AbortController();
  const gathering = gatherFacts(make(ONE), gatherOptions({ signal: stop.signal }));
  stop.abort();
  await assert.rejects(gathering, { code: "cancelled" });
});

test("gatherFacts() sees a tracked file in dist that changed", async () => {
  const root = make([
    ...INIT,
    { write: "dist/keep.txt", text: "a" },
    { commit: "a" },
    { tag: "v1.0.0" },
    { write: "dist/keep.txt", text: "b" },
  ]);
  const facts = await gatherFacts(root, gatherOptions());
  assert.deepEqual(facts.git?.dirty, [" M dist/keep.txt"]);
  assert.equal(facts.git?.summary, "v1.0.0-dirty");
});

test("gatherFacts() keeps the user's own ignored names and configuration from the environment", async () => {
  const root = make([
    ...ONE,
    { tag: "v1.0.0" },
    { write: "dist/x", text: "x" },
    { write: "notes.tmp", text: "x" },
    { write: "more.bak", text: "x" },
  ]);
  const ignore = path.join(work, "ignored names");
  writeFileSync(ignore, "*.tmp");
  const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "core.excludesFile", GIT_CONFIG_VALUE_0: ignore };
  assert.deepEqual((await gatherFacts(root, gatherOptions({ env }))).git?.dirty, ["?? more.bak"]);
});

test("gatherFacts() reads a project in a sub-folder and through a symbolic link", async () => {
  const root = make([
    { git: ["init", "-q", "-b", "main"] },
    { write: "tool/go.mod", text: "module example.test/tool\n" },
    { write: "tool/main.go", text: "package main\n" },
    { commit: "a" },
    { tag: "v1.0.0" },
  ]);
  const link = path.join(work, "link");
  symlinkSync(path.join(root, "tool"), link);
  mkdirSync(path.join(root, "tool", "dist"));
  writeFileSync(path.join(root, "tool", "dist", "x"), "x");
  const facts = await gatherFacts(link, gatherOptions());
  assert.equal(facts.git?.top, root);
  assert.deepEqual(facts.git?.dirty, []);
  assert.equal(facts.mains[0]?.importPath, "example.test/tool");
});

test("gatherFacts() tells a shallow clone and warns", async () => {
  const origin = make([...ONE, { commit: "b" }, { tag: "v1.0.0" }]);
  const clone = path.join(work, "shallow");
  execFileSync("git", ["clone", "-q", "--depth=1", `file://${origin}`, clone], { env: isolatedEnvironment(work) });
  const facts = await gatherFacts(clone, gatherOptions());
  assert.equal(facts.git?.shallow, true);
  assert.equal(facts.git?.tag, "v1.0.0");
  assert.deepEqual(
    refuseUnfitFacts(facts, RELEASE).map(({ code }) => code),
    ["git-shallow"],
  );
});

test("gatherFacts() reads a linked work tree", async () => {
  const root = make([...ONE, { tag: "v1.0.0" }]);
  const tree = path.join(work, "linked");
  execFileSync("git", ["worktree", "add", "-q", "--detach", tree, "v1.0.0"], {
    cwd: root,
    env: isolatedEnvironment(work),
  });
  const facts = await gatherFacts(tree, gatherOptions());
  assert.equal(facts.git?.worktree, true);
  assert.equal(facts.git?.top, tree);
  assert.equal((await gatherFacts(root, gatherOptions())).git?.worktree, false);
});

test("gatherFacts() strips credentials from the remote, but not the user of ssh", async () => {
  const url = async (address: string): Promise<string | undefined> =>
    (await gather([...ONE, { git: ["remote", "add", "origin", address] }])).git?.url;
  assert.equal(await url("https://token@git.example.test/o/n.git"), "https://git.example.test/o/n.git");
  assert.equal(await url("https://user:p@ss@git.example.test/o/n"), "https://git.example.test/o/n");
  assert.equal(await url("ssh://git@git.example.test:22/o/n"), "ssh://git@git.example.test:22/o/n");
});

test("gatherFacts() follows monorepo.tag_prefix", async () => {
  const steps: Step[] = [
    ...ONE,
    { tag: "api/v1.0.0" },
    { tag: "v9.0.0" },
    { commit: "b" },
    { tag: "web/v5.0.0" },
    { commit: "c" },
    { tag: "api/v1.1.0" },
    { tag: "v9.1.0" },
  ];
  const facts = await gather(steps, { tags: { prefix: "api/" } });
  assert.equal(facts.git?.tag, "api/v1.1.0");
  assert.equal(facts.git?.previousTag, "api/v1.0.0");
  assert.equal(facts.git?.tagPrefix, "api/");
  refuseUnfitFacts(facts, RELEASE);
  const asked = await gather(steps, {
    tags: { prefix: "api/" },
    env: { GORELEASER_CURRENT_TAG: "v1.0.0", SLIPWAY_PREVIOUS_TAG: "api/v0.1.0" },
  });
  assert.equal(asked.git?.tag, "api/v1.0.0");
  assert.equal(asked.git?.previousTag, "api/v0.1.0");
});

test("gatherFacts() leaves ignored patterns and prefixes out", async () => {
  const steps: Step[] = [
    ...ONE,
    { tag: "v1.0.0" },
    { commit: "b" },
    { tag: "v2.0.0-nightly" },
    { tag: "internal/v3.0.0" },
  ];
  const facts = await gather(steps, { tags: { ignoreTags: ["*-nightly"], ignorePrefixes: ["internal/"] } });
  assert.equal(facts.git?.tag, "v1.0.0");
  assert.equal(facts.git?.tagAtHead, false);
});

test("gatherFacts() sorts by semver and skips prereleases when asked to", async () => {
  const steps: Step[] = [
    ...ONE,
    { tag: "v0.1.0" },
    { commit: "b" },
    { tag: "v0.2.0-beta.1" },
    { commit: "c" },
    { tag: "v0.2.0-beta.2" },
    { commit: "d" },
    { tag: "v0.2.0-rc.1" },
    { tag: "v0.2.0" },
    { tag: "latest" },
  ];
  const previous = async (sort: string, env: Record<string, string> = {}): Promise<unknown> => {
    const { git } = await gather(steps, { tags: { sort }, env });
    return [git?.tag, git?.previousTag];
  };
  assert.deepEqual(await previous("semver"), ["v0.2.0", "v0.2.0-beta.2"]);
  assert.deepEqual(await previous("smartsemver"), ["v0.2.0", "v0.1.0"]);
  assert.deepEqual(await previous("smartsemver", { SLIPWAY_CURRENT_TAG: "v0.2.0-beta.2" }), [
    "v0.2.0-beta.2",
    "v0.2.0-beta.1",
  ]);
});

test("gatherFacts() prefers SLIPWAY_ to GORELEASER_ variables", async () => {
  const facts = await gather([...ONE, { tag: "v1.0.0" }, { tag: "v1.1.0" }], {
    env: { SLIPWAY_CURRENT_TAG: "v1.0.0", GORELEASER_CURRENT_TAG: "v1.1.0" },
  });
  assert.equal(facts.git?.tag, "v1.0.0");
});

test("gatherFacts() reads a long history's root only when there is no previous tag", async () => {
  assert.notEqual((await gather(ONE)).git?.firstCommit, "");
  assert.equal((await gather([...ONE, { tag: "v1.0.0" }, { commit: "b" }, { tag: "v1.1.0" }])).git?.firstCommit, "");
});

test("gatherFacts() reports a machine without git", async () => {
  const facts = await gather(ONE, { env: { PATH: path.join(work, "nowhere") } });
  assert.deepEqual(facts.problems.map(({ code }) => code).toSorted(), ["git-missing", "go-missing"]);
  assert.throws(() => refuseUnfitFacts(facts, { ...RELEASE, needsGo: false }), { code: "git-missing" });
  assert.deepEqual(
    refuseUnfitFacts(facts, LAX).map(({ code }) => code),
    ["git-missing"],
  );
});

test("gatherFacts() gives git's own words for a broken repository", async () => {
  const root = make(ONE);
  writeFileSync(path.join(root, ".git", "config"), "[core\n");
  const facts = await gatherFacts(root, gatherOptions());
  assert.equal(facts.problems[0]?.code, "git-failed");
  assert.match(facts.problems[0]?.message ?? "", /bad config/);
});

test("gatherFacts() says where it looked when there is no main package", async () => {
  const facts = await gather([
    ...INIT,
    { write: "main.go", text: "package hello\n" },
    { write: "sub/x.go", text: "package sub\n" },
    { commit: "a" },
    { tag: "v1.0.0" },
  ]);
  assert.equal(facts.problems[0]?.code, "go-no-main-package");
  assert.match(facts.problems[0]?.actual ?? "", /in \., \.\/sub$/);
  assert.throws(() => refuseUnfitFacts(facts, RELEASE), { code: "go-no-main-package" });
  assert.deepEqual(refuseUnfitFacts(facts, { ...RELEASE, needsMain: false }), []);
});

test("gatherFacts() says of a module that it has nothing but tests", async () => {
  const facts = await gather([
    { git: ["init", "-q", "-b", "main"] },
    { write: "go.mod", text: "module example.test/a\n\ngo 1.24\n" },
    { write: "a_test.go", text: "package a\n" },
    { write: "sub/b_test.go", text: "package sub_test\n" },
    { commit: "a" },
    { tag: "v1.0.0" },
  ]);
  assert.equal(facts.problems[0]?.actual, "nothing but tests, in ., ./sub");
  assert.deepEqual(facts.packageFolders, []);
});

test("gatherFacts() names a module in a folder below", async () => {
  const facts = await gather([
    { git: ["init", "-q", "-b", "main"] },
    { write: "tools/tandem/go.mod", text: "module example.test/a\n\ngo 1.24\n" },
    { commit: "a" },
    { tag: "v1.0.0" },
  ]);
  assert.equal(facts.problems[0]?.code, "go-mod-missing");
  assert.equal(facts.problems[0]?.hint, "name the module's folder: -C tools/tandem");
});

test("gatherFacts() points into a broken go.mod", async () => {
  const facts = await gather([
    ...INIT,
    { write: "go.mod", text: "module example.test/x\n\ngo one\n" },
    { commit: "a" },
    { tag: "v1.0.0" },
  ]);
  assert.equal(facts.problems[0]?.code, "go-mod-invalid");
  assert.equal(facts.problems[0]?.where?.line, 3);
});

test("gatherFacts() reports a folder without go.mod", async () => {
  const facts = await gather([
    { git: ["init", "-q", "-b", "main"] },
    { write: "a.txt", text: "a" },
    { commit: "a" },
    { tag: "v1.0.0" },
  ]);
  assert.deepEqual(
    facts.problems.map(({ code }) => code),
    ["go-mod-missing"],
  );
  assert.deepEqual((await gather(ONE, { needsGo: false })).problems, []);
});

test("gatherFacts() finds the modules that builds start in when the root has none", async () => {
  const facts = await gather(
    [
      { git: ["init", "-q", "-b", "main"] },
      { write: "a/go.mod", text: "module example.test/a\n\ngo 1.20\n" },
      { write: "a/cmd/x/main.go", text: "package main\n\nfunc main() {}\n" },
      { write: "b/go.mod", text: "module example.test/b\n\ngo 1.21\n" },
      { write: "b/lib.go", text: "package b\n" },
      { commit: "a" },
    ],
    { buildDirs: ["a", "b", "a/cmd", "none"] },
  );
  assert.deepEqual(
    facts.problems.map(({ code }) => code).filter((code) => code.startsWith("go-")),
    [],
  );
  assert.equal(facts.module, undefined);
  assert.deepEqual(
    facts.mains.map(({ dir }) => dir),
    ["./a/cmd/x"],
  );
});

test("gatherFacts() refuses a SOURCE_DATE_EPOCH that is no number", async () => {
  await assert.rejects(gather(ONE, { env: { SOURCE_DATE_EPOCH: "yesterday" } }), { code: "usage" });
  assert.equal((await gather(ONE, { env: { SOURCE_DATE_EPOCH: "1700000000" } })).sourceDateEpoch, 1_700_000_000);
});

test("gatherFacts() reads Go's environment file", async () => {
  const file = path.join(work, "goenv");
  writeFileSync(file, "GOFLAGS=-mod=mod -x\n# no\nGOPROXY=off\n");
  assert.deepEqual((await gather(ONE, { env: { GOENV: file } })).goEnv, { GOFLAGS: "-mod=mod -x", GOPROXY: "off" });
  assert.deepEqual((await gather(ONE, { env: { GOENV: "off" } })).goEnv, {});
});

test("refuseUnfitFacts() reports everything that is wrong together", async () => {
  const facts = await gather([
    ...INIT,
    { write: "main.go", text: "package hello\n" },
    { commit: "a" },
    { write: "x", text: "x" },
  ]);
  assert.throws(
    () => refuseUnfitFacts(facts, RELEASE),
    (error: SlipwayError) => {
      assert.deepEqual(
        [error.code, ...(error.details.others ?? []).map(({ code }) => code)],
        ["go-no-main-package", "git-no-tag", "git-dirty"],
      );
      return true;
    },
  );
});
