import assert from "node:assert/strict";
import { test } from "node:test";
import type { Config } from "../config/config.ts";
import type { Facts, GitFacts } from "../source/facts.ts";
import type { FieldsInput } from "./fields.ts";
import { makeFields } from "./fields.ts";

const GIT: GitFacts = {
  top: "/p",
  branch: "main",
  commit: "c".repeat(40),
  shortCommit: "ccccccc",
  commitTime: 1_700_000_000,
  authorTime: 1_600_000_000,
  url: "https://git.example.test/owner/tool.git",
  summary: "v1.2.3-rc.1",
  tag: "v1.2.3-rc.1",
  previousTag: "v1.2.2",
  tagPrefix: "",
  tagAtHead: true,
  tagSubject: "Subject",
  tagContents: "Subject\n\nBody",
  tagBody: "Body",
  dirty: [],
  shallow: false,
  worktree: false,
  firstCommit: "",
};

const REPOSITORY = { owner: "", name: "" };
const CONFIG = {
  monorepo: { tag_prefix: "", dir: "" },
  release: { draft: false, github: REPOSITORY, gitlab: REPOSITORY, gitea: REPOSITORY },
  snapshot: { version_template: "SNAP" },
  nightly: { version_template: "NIGHT" },
  metadata: {
    mod_timestamp: "",
    maintainers: ["Ada"],
    license: "MIT",
    homepage: "",
    description: "d",
    full_description: { text: "", from_file: "", from_url: "" },
    commit_author: { name: "", email: "" },
  },
  variables: { key: "value" },
  force_token: "",
  inert: {},
} as unknown as Config;

function fields(
  change: { git?: Partial<GitFacts> | null; facts?: Partial<Facts>; config?: Partial<Config> } & Partial<
    Omit<FieldsInput, "facts" | "config">
  > = {},
) {
  const { git, facts, config, ...input } = change;
  return makeFields({
    facts: {
      root: "/p",
      mains: [],
      buildable: [],
      env: {},
      goEnv: {},
      host: { os: "linux", arch: "amd64" },
      now: 1_800_000_000_123,
      names: {},
      problems: [],
      ...(git === null ? {} : { git: { ...GIT, ...git } }),
      ...facts,
    },
    config: { ...CONFIG, ...config },
    options: { snapshot: false, nightly: false },
    project: "tool",
    dist: "/p/dist",
    env: { TOKEN: "secret" },
    time: (milliseconds) => `time ${milliseconds}`,
    render: (template, _at, given) => `${template}-${String(given["Version"])}`,
    ...input,
  });
}

test("makeFields() reads the tag as GoReleaser does", () => {
  const { template, version, tag, epoch, json } = fields();
  assert.equal(version, "1.2.3-rc.1");
  assert.equal(tag, "v1.2.3-rc.1");
  assert.equal(epoch, 1_700_000_000);
  for (const [key, value] of Object.entries({
    RawVersion: "1.2.3",
    Prerelease: "rc.1",
    PreviousTag: "v1.2.2",
    CommitDate: "2023-11-14T22:13:20Z",
    CommitTimestamp: 1_700_000_000n,
    Date: "2027-01-15T08:00:00Z",
    Timestamp: 1_800_000_000n,
    Now: "time 1800000000123",
    IsRelease: true,
    GitTreeState: "clean",
    ReleaseURL: "https://github.com/owner/tool/releases/tag/v1.2.3-rc.1",
    Dist: "/p/dist",
  })) {
    assert.equal(template[key], value, key);
  }
  assert.deepEqual([json["Major"], json["Minor"], json["Patch"]], [1, 2, 3]);
});

test("makeFields() shows no secret and no clock in the plan", () => {
  const { json } = fields();
  const text = JSON.stringify(json);
  assert.doesNotMatch(text, /secret|1800000000|2027/);
  assert.deepEqual(fields({ facts: { now: 5 } }).json, json);
  assert.deepEqual(JSON.parse(text), json);
});

test("makeFields() has the placeholders of a folder without a checkout", () => {
  const { template, version, commit, epoch } = fields({ git: null });
  assert.deepEqual([version, commit, epoch], ["0.0.0", "none", 0]);
  assert.deepEqual(
    ["Tag", "PreviousTag", "Branch", "ShortCommit", "Summary", "CommitDate", "CommitTimestamp", "ReleaseURL"].map(
      (key) => template[key],
    ),
    ["v0.0.0", "", "none", "none", "none", "0001-01-01T00:00:00Z", -62_135_596_800n, ""],
  );
});

test("makeFields() takes a tag that is no version as 0.0.0", () => {
  const { template, version } = fields({ git: { tag: "latest" } });
  assert.deepEqual([version, template["RawVersion"], template["Prerelease"]], ["latest", "0.0.0", ""]);
  assert.equal(fields({ git: { tag: "" } }).tag, "v0.0.0");
});

test("makeFields() cuts monorepo.tag_prefix off and keeps it in the Prefixed fields", () => {
  const { template } = fields({
    git: { tag: "api/v1.0.0", previousTag: "api/v0.9.0", summary: "api/v1.0.0-dirty", tagPrefix: "api/" },
    config: { monorepo: { tag_prefix: "api/", dir: "api" } },
  });
  assert.deepEqual(
    ["Version", "Tag", "PrefixedTag", "PreviousTag", "PrefixedPreviousTag", "Summary", "PrefixedSummary"].map(
      (key) => template[key],
    ),
    ["1.0.0", "v1.0.0", "api/v1.0.0", "v0.9.0", "api/v0.9.0", "v1.0.0-dirty", "api/v1.0.0-dirty"],
  );
});

test("makeFields() renders snapshot and nightly versions from the tag's", () => {
  assert.equal(fields({ options: { snapshot: true, nightly: false } }).version, "SNAP-1.2.3-rc.1");
  const nightly = fields({ options: { snapshot: true, nightly: true } });
  assert.equal(nightly.template["Version"], "NIGHT-1.2.3-rc.1");
  assert.equal(nightly.template["IsRelease"], false);
  assert.throws(() => fields({ options: { snapshot: true, nightly: false }, render: () => "" }), {
    code: "config-invalid",
  });
});

test("makeFields() lets SOURCE_DATE_EPOCH stand for the clock but not for the commit", () => {
  const { template, epoch } = fields({ facts: { sourceDateEpoch: 1_000_000_000 } });
  assert.equal(epoch, 1_000_000_000);
  assert.equal(template["Date"], "2001-09-09T01:46:40Z");
  assert.equal(template["Now"], "time 1000000000000");
  assert.equal(template["CommitDate"], "2023-11-14T22:13:20Z");
});

test("makeFields() names the release page of the forge whose token is set", () => {
  const url = (env: Record<string, string>, config: Partial<Config> = {}) =>
    fields({ env, config }).template["ReleaseURL"];
  assert.equal(url({ GITLAB_TOKEN: "x" }), "https://gitlab.com/owner/tool/-/releases/v1.2.3-rc.1");
  assert.equal(
    url({ GITEA_TOKEN: "x" }, { inert: { gitea_urls: { download: "https://git.example.test/" } } }),
    "https://git.example.test/owner/tool/releases/tag/v1.2.3-rc.1",
  );
  assert.equal(
    url({ GITLAB_TOKEN: "x", GITHUB_TOKEN: "y" }, { force_token: "github" }),
    "https://github.com/owner/tool/releases/tag/v1.2.3-rc.1",
  );
  assert.equal(
    fields({ git: { url: "git@git.example.test:group/sub/tool.git" } }).template["ReleaseURL"],
    "https://github.com/group/sub/tool/releases/tag/v1.2.3-rc.1",
  );
});
